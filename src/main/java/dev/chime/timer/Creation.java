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
}
