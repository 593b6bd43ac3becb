package dev.chime.timer;

/** What came of a request to create a timer. */
public sealed interface Creation {

  /**
   * The timer is new.
   *
   * @param timer the timer
   */
  record Created(Timer timer) implements Creation {}

  /**
   * The same request, by its idempotency key, has been answered before.
   *
   * @param timer the timer as it was created then
   */
  record Replayed(Timer timer) implements Creation {}

  /** The idempotency key belongs to another request. */
  record KeyReused() implements Creation {}

  /** The first request with this idempotency key is being worked on. */
  record InFlight() implements Creation {}

  /**
   * The same request has created a timer of this id before.
   *
   * @param timer the timer as it stands
   */
  record Repeated(Timer timer) implements Creation {}

  /**
   * Another request has created a timer of this id.
   *
   * @param timer the timer as it stands
   */
  record IdTaken(Timer timer) implements Creation {}
}
