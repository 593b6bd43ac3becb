package dev.chime.timer;

/** The result of a request to create a timer. */
public sealed interface Creation {

  /**
   * The timer is new.
   *
   * @param timer the timer
   */
  record Created(Timer timer) implements Creation {}

  /**
   * The same request has created a timer before: it has the same idempotency key.
   *
   * @param timer the timer as it was when it was created
   */
  record Replayed(Timer timer) implements Creation {}

  /** The idempotency key was used before, for a different request. */
  record KeyReused() implements Creation {}

  /** The first request with this idempotency key has no result yet. */
  record InFlight() implements Creation {}

  /**
   * The same request has created a timer with this id before.
   *
   * @param timer the timer as it is now
   */
  record Repeated(Timer timer) implements Creation {}

  /**
   * A different request has created a timer with this id.
   *
   * @param timer the timer as it is now
   */
  record IdTaken(Timer timer) implements Creation {}
}
