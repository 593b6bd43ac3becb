package dev.chime.web.problem;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Thrown if a namespace has no test clock. */
public final class NoTestClockException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The namespace goes by the clock of the service. */
  public NoTestClockException() {
    super("no test clock", null, false, false);
  }

  static ProblemDetail problem() {
    return ProblemType.NO_TEST_CLOCK.problem(
        HttpStatus.FORBIDDEN, "Only a test namespace has a clock that can be read and turned.");
  }
}
