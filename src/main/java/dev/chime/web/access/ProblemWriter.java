package dev.chime.web.access;

import dev.chime.web.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/** Answers requests that never get to a controller. */
final class ProblemWriter {

  private final JsonMapper mapper;

  ProblemWriter(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** No key where one is needed, or a wrong one. */
  void unauthorized(HttpServletRequest request, HttpServletResponse response, boolean wrong)
      throws IOException {
    response.setHeader(
        HttpHeaders.WWW_AUTHENTICATE, wrong ? "Bearer error=\"invalid_token\"" : "Bearer");
    write(
        response,
        ProblemType.UNAUTHORIZED.problem(
            HttpStatus.UNAUTHORIZED,
            HttpHeaders.AUTHORIZATION,
            wrong ? "must have an API key that is known" : "must be \"Bearer\" and an API key"));
  }

  /** A key that does not allow what is asked for. */
  void forbidden(HttpServletResponse response) throws IOException {
    write(
        response,
        ProblemType.FORBIDDEN.problem(HttpStatus.FORBIDDEN, "This needs a key with another role."));
  }

  /** Too many wrong keys. */
  void tooManyFailures(HttpServletResponse response, long retryAfterSeconds) throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds));
    write(
        response,
        ProblemType.TOO_MANY_FAILURES.problem(
            HttpStatus.TOO_MANY_REQUESTS, "Please wait before you try another key."));
  }

  private void write(HttpServletResponse response, ProblemDetail problem) throws IOException {
    response.setStatus(problem.getStatus());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.getOutputStream().write(mapper.writeValueAsBytes(problem));
  }
}
