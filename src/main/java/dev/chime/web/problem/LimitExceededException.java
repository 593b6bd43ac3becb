package dev.chime.web.problem;

import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Thrown if a namespace has reached one of its limits. */
public final class LimitExceededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ProblemType type;
  private final transient RateLimit limit;
  private final transient Duration retryAfter;

  /**
   * Creates an exception.
   *
   * @param limit the limit, for the headers of the response
   * @param retryAfter how long the client should wait before it tries again
   */
  public LimitExceededException(
      ProblemType type, String message, RateLimit limit, Duration retryAfter) {
    super(message, null, false, false);
    this.type = type;
    this.limit = limit;
    this.retryAfter = retryAfter;
  }

  ProblemDetail problem() {
    ProblemDetail problem = type.problem(HttpStatus.TOO_MANY_REQUESTS, getMessage() + ".");
    ProblemType.retryAfter(problem, seconds());
    return problem;
  }

  HttpHeaders headers() {
    HttpHeaders headers = new HttpHeaders();
    headers.put(HttpHeaders.RETRY_AFTER, List.of(Long.toString(seconds())));
    limit.addTo(headers);
    return headers;
  }

  private long seconds() {
    return Math.max(1, retryAfter.plusMillis(999).toSeconds());
  }
}
