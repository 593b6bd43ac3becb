package dev.chime.web.problem;

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
 * Jetty's own refusals, of requests that never reach a controller (malformed, with oversized
 * headers), as problem details too.
 */
public final class ProblemErrorHandler extends ErrorHandler {

  private final JsonMapper mapper;

  /** A handler that writes with {@code mapper}. */
  public ProblemErrorHandler(JsonMapper mapper) {
    this.mapper = mapper;
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
    ProblemDetail problem = ProblemDetail.forStatus(HttpStatusCode.valueOf(code));
    if (code == HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.value()) {
      problem =
          ProblemType.INVALID_REQUEST.problem(
              HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "headers", "must not be so large");
    } else if (message != null && code < 500) { // what the client did wrong, in Jetty's words
      problem.setDetail(message);
      ProblemType.blame(problem, "request", "must be well-formed HTTP");
    }
    response.setStatus(code);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    // Jetty does not read on from there; clients that are not told use the connection again.
    response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
    response.write(true, ByteBuffer.wrap(mapper.writeValueAsBytes(problem)), callback);
  }
}
