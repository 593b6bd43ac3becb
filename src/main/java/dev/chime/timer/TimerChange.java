package dev.chime.timer;

/**
 * A change of a timer, or the end of its delivery.
 *
 * @param kind the kind of change
 * @param timer the timer after the change; {@linkplain Kind#isOfDelivery if its delivery has
 *     ended}, as it elapsed
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
    SKIPPED,
    /** It was delivered. */
    DELIVERED,
    /** Its delivery was given up. */
    DEAD;

    /**
     * Whether something has become of the timer's delivery, and not of the timer. The timer is then
     * as it elapsed; it may have been deleted since, and its id may be that of another one.
     */
    public boolean isOfDelivery() {
      return this == DELIVERED || this == DEAD;
    }
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
