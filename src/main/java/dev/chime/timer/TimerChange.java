package dev.chime.timer;

/**
 * Something that has happened to a timer.
 *
 * @param kind what has happened
 * @param timer the timer as it stood afterwards
 */
public record TimerChange(Kind kind, Timer timer) {

  /** What can happen to a timer. */
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

  /** The creation of this timer. */
  public static TimerChange created(Timer timer) {
    return new TimerChange(Kind.CREATED, timer);
  }

  /** The amendment that has led to this timer. */
  public static TimerChange amended(Amendment amendment, Timer timer) {
    return new TimerChange(amendment.due() == null ? Kind.UPDATED : Kind.RESCHEDULED, timer);
  }

  /** The decision that has led to the outcome of this timer. */
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
