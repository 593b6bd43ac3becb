package dev.chime.web.problem;

import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** A namespace is at one of its limits. Its fields follow the IETF draft on RateLimit fields. */
public final class LimitExceededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ProblemType type;
  private final transient RateLimit limit;
  private final transient Duration retryAfter;

  /**
   * An exception that tells the limit.
   *
   * @param retryAfter after which time trying again may make sense
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
