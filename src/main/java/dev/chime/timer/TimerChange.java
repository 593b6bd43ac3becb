package dev.chime.timer;

/**
 * Something that has become of a timer.
 *
 * @param kind what it is
 * @param timer the timer as it stood after it
 */
public record TimerChange(Kind kind, Timer timer) {

  /** What can become of a timer. */
  public enum Kind {
    /** It is new. */
    CREATED,
    /** It has another deadline. */
    RESCHEDULED,
    /** It has another payload or other labels, and its deadline still. */
    UPDATED,
    /** Its deadline came. */
    ELAPSED,
    /** It was cancelled. */
    CANCELLED,
    /** It was found too late. */
    SKIPPED
  }

  /** The change of having been created. */
  public static TimerChange created(Timer timer) {
    return new TimerChange(Kind.CREATED, timer);
  }

  /** The change of having been amended. */
  public static TimerChange amended(Amendment amendment, Timer timer) {
    return new TimerChange(amendment.due() == null ? Kind.UPDATED : Kind.RESCHEDULED, timer);
  }

  /** The change of having got the outcome that the timer has. */
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
