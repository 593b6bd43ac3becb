package dev.chime.web.problem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Thrown if a request conflicts with the state of what it is about, or with another request. */
public final class ConflictException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ProblemDetail problem;

  private ConflictException(ProblemDetail problem) {
    super(problem.getDetail(), null, false, false);
    this.problem = problem;
  }

  /** The timer of this id was created by another request. */
  public static ConflictException idTaken() {
    return new ConflictException(
        ProblemType.ID_TAKEN.problem(
            HttpStatus.CONFLICT, "id", "must not be used again for another timer"));
  }

  /**
   * The timer has its outcome.
   *
   * @param timer the timer, as clients see it
   */
  public static ConflictException decided(Object timer) {
    ProblemDetail problem =
        ProblemType.DECIDED.problem(
            HttpStatus.CONFLICT, "A timer that has its outcome cannot be changed.");
    problem.setProperty("timer", timer);
    return new ConflictException(problem);
  }

  /**
   * The token is not that of the lease that a delivery has now.
   *
   * @param delivery the delivery, as clients see it
   */
  public static ConflictException staleLease(Object delivery) {
    ProblemDetail problem =
        ProblemType.STALE_LEASE.problem(
            HttpStatus.CONFLICT, "token", "must be that of the delivery's present lease");
    problem.setProperty("delivery", delivery);
    return new ConflictException(problem);
  }

  /**
   * A test clock cannot be turned back.
   *
   * @param now what it shows
   */
  public static ConflictException clockGoesForward(String now) {
    ProblemDetail problem =
        ProblemType.CLOCK_GOES_FORWARD.problem(
            HttpStatus.CONFLICT, "now", "must not be before what the clock shows");
    problem.setProperty("now", now);
    return new ConflictException(problem);
  }

  /** The first request with this idempotency key has had no result for a long time. */
  public static ConflictException inFlight() {
    return new ConflictException(
        ProblemType.IN_FLIGHT.problem(
            HttpStatus.CONFLICT,
            "Idempotency-Key",
            "must not be that of a request that is being worked on"));
  }

  /**
   * A precondition is not met.
   *
   * @param header the header with the precondition
   * @param rule what the header requires
   * @param timer the timer, as clients see it; null if there is none
   */
  public static ConflictException precondition(String header, String rule, @Nullable Object timer) {
    return precondition(header, rule, "timer", timer);
  }

  /**
   * A precondition is not met by something else than a timer.
   *
   * @param header the header with the precondition
   * @param rule what the header requires
   * @param kind what it is
   * @param present it, as clients see it; null if there is none
   */
  public static ConflictException precondition(
      String header, String rule, String kind, @Nullable Object present) {
    ProblemDetail problem =
        ProblemType.PRECONDITION_FAILED.problem(HttpStatus.PRECONDITION_FAILED, header, rule);
    if (present != null) {
      problem.setProperty(kind, present);
    }
    return new ConflictException(problem);
  }

  /** Whether the same request may succeed soon. */
  boolean isTemporary() {
    return ProblemType.IN_FLIGHT.uri().equals(problem.getType());
  }

  ProblemDetail problem() {
    return problem;
  }
}
