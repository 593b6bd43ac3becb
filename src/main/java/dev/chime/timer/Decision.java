package dev.chime.timer;

/** The store's answer to an attempt to change a timer. */
public sealed interface Decision {

  /** The timer as it is after the attempt. */
  Timer timer();

  /**
   * This attempt has changed the timer.
   *
   * @param timer the changed timer
   */
  record Changed(Timer timer) implements Decision {}

  /**
   * The timer cannot be changed in this way: it has its outcome; or, to elapse, it is not due yet;
   * or, for any other change, it is due.
   *
   * @param timer the timer as it is
   */
  record Unchanged(Timer timer) implements Decision {}

  /**
   * The timer does not meet the precondition.
   *
   * @param timer the timer as it is
   */
  record PreconditionFailed(Timer timer) implements Decision {}
}
