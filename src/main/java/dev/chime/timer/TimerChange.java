package dev.chime.timer;

/**
 * A change of a timer.
 *
 * @param kind the kind of change
 * @param timer the timer after the change
 */
public record TimerChange(Kind kind, Timer timer) {

  /** The kinds of changes. */
  public enum Kind {
    /** It was created. */
    CREATED,
    /** Its deadline was changed. */
    RESCHEDULED,
    /** Its payload or its labels were changed, and its deadline was not. */
    UPDATED,
    /** It elapsed. */
    ELAPSED,
    /** It was cancelled. */
    CANCELLED,
    /** It was skipped, because it was too late to elapse. */
    SKIPPED
  }

  /** The change that has created this timer. */
  public static TimerChange created(Timer timer) {
    return new TimerChange(Kind.CREATED, timer);
  }

  /** The change by an amendment whose result is this timer. */
  public static TimerChange amended(Amendment amendment, Timer timer) {
    return new TimerChange(amendment.due() == null ? Kind.UPDATED : Kind.RESCHEDULED, timer);
  }

  /** The change that gave this timer its outcome. */
  public static TimerChange decided(Timer timer) {
    return new TimerChange(
        switch (timer.state()) {
          case ELAPSED -> Kind.ELAPSED;
          case CANCELLED -> Kind.CANCELLED;
          case SKIPPED -> Kind.SKIPPED;
          case PENDING -> throw new IllegalArgumentException(timer.id() + " has no outcome");
        },
        timer);
  }
}
