package dev.chime.web.access;

import dev.chime.web.problem.ProblemType;
import dev.chime.web.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Answers requests that may not do what they ask for. */
final class Refusals {

  private final ProblemWriter problems;

  Refusals(ProblemWriter problems) {
    this.problems = problems;
  }

  /** No key where one is needed, or a wrong one. */
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

  /** A key that does not allow what is asked for. */
  void forbidden(HttpServletRequest request, HttpServletResponse response) throws IOException {
    problems.write(
        request,
        response,
        ProblemType.FORBIDDEN.problem(HttpStatus.FORBIDDEN, "This needs a key with another role."));
  }

  /** Too many wrong keys. */
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
