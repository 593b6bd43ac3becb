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
 * What Jetty itself refuses, as problem details: requests that never reach a controller (malformed,
 * with oversized headers), and what goes wrong in servlets and filters.
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
   * A handler that writes with {@code mapper}.
   *
   * @param closes whether connections end with such an answer
   */
  ProblemErrorHandler(JsonMapper mapper, boolean closes) {
    this.mapper = mapper;
    this.closes = closes;
  }

  /** Jetty would tell those nothing who send, say, a {@code PUT}. */
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
    if (closes) { // Jetty does not read on; clients that are not told use the connection again
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
      case URI_TOO_LONG -> broken(status, "path", "must not be so long, with its query");
      case REQUESTED_RANGE_NOT_SATISFIABLE -> broken(status, "Range", "must be one that there is");
      case EXPECTATION_FAILED -> broken(status, "Expect", "must be 100-continue");
      case UPGRADE_REQUIRED, HTTP_VERSION_NOT_SUPPORTED ->
          broken(status, "request", "must be HTTP/1.1 or HTTP/1.0");
      case REQUEST_HEADER_FIELDS_TOO_LARGE -> broken(status, "headers", "must not be so large");
      case BAD_REQUEST -> bad(request);
      default -> ProblemDetail.forStatus(status);
    };
  }

  /** Of what is no controller's, such as a file. */
  private static ProblemDetail notAllowed(HttpFields.Mutable headers) {
    String allowed = Methods.allow(headers.getCSV(HttpHeader.ALLOW, false));
    headers.put(HttpHeader.ALLOW, allowed);
    return Methods.notAllowed(allowed);
  }

  private static ProblemDetail bad(Request request) {
    if (RequestTarget.hasBadPath(request)) {
      return Problems.badPath();
    }
    ProblemDetail problem = broken(HttpStatus.BAD_REQUEST, "request", "must be well-formed HTTP");
    problem.setDetail(MALFORMED);
    return problem;
  }

  private static ProblemDetail broken(HttpStatus status, String field, String rule) {
    return ProblemType.INVALID_REQUEST.problem(status, field, rule);
  }
}
