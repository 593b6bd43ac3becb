package dev.chime.web.http;

import dev.chime.web.problem.Methods;
import dev.chime.web.problem.ProblemType;
import dev.chime.web.problem.Problems;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes problem details for the errors of Jetty: requests that never reach a controller
 * (malformed, or with headers that are too large), and failures in servlets and filters.
 */
final class ProblemErrorHandler extends ErrorHandler {

  private static final HttpFields UPGRADE =
      HttpFields.build()
          .put(HttpHeader.UPGRADE, "HTTP/1.1")
          .put(HttpHeader.CONNECTION, "Upgrade, close")
          .asImmutable();

  /** In our own words: those of Jetty's parser are about its own states. */
  private static final String MALFORMED =
      "request must be well-formed HTTP: a first line of method, path and version, headers without"
          + " control characters or folded lines, one Host, and at most one length of the body";

  private final JsonMapper mapper;
  private final boolean closes;

  /**
   * Creates a handler.
   *
   * @param mapper writes problem details
   * @param closes whether the connection is closed after the response
   */
  ProblemErrorHandler(JsonMapper mapper, boolean closes) {
    this.mapper = mapper;
    this.closes = closes;
  }

  /** Always true: for {@code PUT} and other methods Jetty would send an empty response. */
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    ProblemDetail problem = problem(request, response, code);
    problem.setInstance(RequestTarget.instance(request));
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    if (closes) { // Jetty reads no more requests, and clients must know that
      headers.put(HttpFields.CONNECTION_CLOSE);
    }
    if (code == HttpStatus.UPGRADE_REQUIRED.value()) {
      UPGRADE.forEach(headers::put);
    }
    response.setStatus(code);
    response.write(true, ByteBuffer.wrap(mapper.writeValueAsBytes(problem)), callback);
  }

  private static ProblemDetail problem(Request request, Response response, int code) {
    HttpStatus status = HttpStatus.resolve(code);
    if (status == null || status == HttpStatus.NOT_FOUND) {
      return ProblemDetail.forStatus(HttpStatusCode.valueOf(code));
    }
    return switch (status) {
      case METHOD_NOT_ALLOWED -> notAllowed(response.getHeaders());
      case URI_TOO_LONG -> invalid(status, "path", "must not be so long, with its query");
      case REQUESTED_RANGE_NOT_SATISFIABLE -> invalid(status, "Range", "must be one that there is");
      case EXPECTATION_FAILED -> invalid(status, "Expect", "must be 100-continue");
      case UPGRADE_REQUIRED, HTTP_VERSION_NOT_SUPPORTED ->
          invalid(status, "request", "must be HTTP/1.1 or HTTP/1.0");
      case REQUEST_HEADER_FIELDS_TOO_LARGE -> invalid(status, "headers", "must not be so large");
      case BAD_REQUEST -> bad(request);
      default -> ProblemDetail.forStatus(status);
    };
  }

  /** For resources without a controller, such as files. */
  private static ProblemDetail notAllowed(HttpFields.Mutable headers) {
    String allowed = Methods.allow(headers.getCSV(HttpHeader.ALLOW, false));
    headers.put(HttpHeader.ALLOW, allowed);
    return Methods.notAllowed(allowed);
  }

  private static ProblemDetail bad(Request request) {
    if (RequestTarget.hasBadPath(request)) {
      return Problems.badPath();
    }
    ProblemDetail problem = invalid(HttpStatus.BAD_REQUEST, "request", "must be well-formed HTTP");
    problem.setDetail(MALFORMED);
    return problem;
  }

  private static ProblemDetail invalid(HttpStatus status, String field, String rule) {
    return ProblemType.INVALID_REQUEST.problem(status, field, rule);
  }
}
