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
   * A request with the same idempotency key has created a timer before.
   *
   * @param timer the timer as it was created then
   */
  record Replayed(Timer timer) implements Creation {}

  /** The idempotency key was used before, for a different request. */
  record KeyReused() implements Creation {}

  /** The first request with this idempotency key has no result yet. */
  record InFlight() implements Creation {}

  /**
   * The same request has created a timer with this id before.
   *
   * @param timer the timer as it stands
   */
  record Repeated(Timer timer) implements Creation {}

  /**
   * A different request has created a timer with this id.
   *
   * @param timer the timer as it stands
   */
  record IdTaken(Timer timer) implements Creation {}
}
