package dev.chime.web.access;

import dev.chime.web.problem.ProblemType;
import dev.chime.web.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Writes the responses to requests that are not allowed. */
final class Refusals {

  private final ProblemWriter problems;

  Refusals(ProblemWriter problems) {
    this.problems = problems;
  }

  /** Refuses a request without a key that needs one, or with a wrong key. */
  void unauthorized(HttpServletRequest request, HttpServletResponse response, boolean wrong)
      throws IOException {
    response.setHeader(
        HttpHeaders.WWW_AUTHENTICATE, wrong ? "Bearer error=\"invalid_token\"" : "Bearer");
    problems.write(
        request,
        response,
        ProblemType.UNAUTHORIZED.problem(
            HttpStatus.UNAUTHORIZED,
            HttpHeaders.AUTHORIZATION,
            wrong ? "must have an API key that is known" : "must be \"Bearer\" and an API key"));
  }

  /** Refuses a request whose key does not allow it. */
  void forbidden(HttpServletRequest request, HttpServletResponse response) throws IOException {
    problems.write(
        request,
        response,
        ProblemType.FORBIDDEN.problem(HttpStatus.FORBIDDEN, "This needs a key with another role."));
  }

  /** Refuses a request from an address that has sent too many wrong keys. */
  void tooManyFailures(
      HttpServletRequest request, HttpServletResponse response, long retryAfterSeconds)
      throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds));
    ProblemDetail problem =
        ProblemType.TOO_MANY_FAILURES.problem(
            HttpStatus.TOO_MANY_REQUESTS, "Please wait before you try another key.");
    ProblemType.retryAfter(problem, retryAfterSeconds);
    problems.write(request, response, problem);
  }
}
