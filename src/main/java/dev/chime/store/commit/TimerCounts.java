package dev.chime.store.commit;

import dev.chime.timer.TimerState;

/**
 * How many timers there are of each state, and the latest time at which any of them was changed.
 *
 * @param clock that time, in milliseconds since the epoch
 * @param pending timers without an outcome
 * @param elapsed timers that have elapsed and are not deleted yet
 * @param cancelled timers that were cancelled and are not deleted yet
 * @param skipped timers that were skipped and are not deleted yet
 */
public record TimerCounts(long clock, long pending, long elapsed, long cancelled, long skipped) {

  /** No timers. */
  public static final TimerCounts NONE = new TimerCounts(0, 0, 0, 0, 0);

  /** These counts after something has happened at this time. */
  public TimerCounts withActivityAt(long time) {
    return time > clock ? new TimerCounts(time, pending, elapsed, cancelled, skipped) : this;
  }

  /** These counts with so many more pending timers. */
  public TimerCounts created(int count) {
    return new TimerCounts(clock, pending + count, elapsed, cancelled, skipped);
  }

  /** These counts after a pending timer has got this outcome. */
  public TimerCounts decided(TimerState outcome) {
    return new TimerCounts(clock, pending - 1, elapsed, cancelled, skipped).plus(outcome, 1);
  }

  /** These counts after a timer with this outcome has been deleted. */
  public TimerCounts purged(TimerState outcome) {
    return plus(outcome, -1);
  }

  /** The sum, with the later of both times. */
  public TimerCounts plus(TimerCounts other) {
    return new TimerCounts(
        Math.max(clock, other.clock),
        pending + other.pending,
        elapsed + other.elapsed,
        cancelled + other.cancelled,
        skipped + other.skipped);
  }

  /** The difference, with the time of these counts. */
  TimerCounts minus(TimerCounts other) {
    return new TimerCounts(
        clock,
        pending - other.pending,
        elapsed - other.elapsed,
        cancelled - other.cancelled,
        skipped - other.skipped);
  }

  private TimerCounts plus(TimerState outcome, int count) {
    return switch (outcome) {
      case ELAPSED -> new TimerCounts(clock, pending, elapsed + count, cancelled, skipped);
      case CANCELLED -> new TimerCounts(clock, pending, elapsed, cancelled + count, skipped);
      case SKIPPED -> new TimerCounts(clock, pending, elapsed, cancelled, skipped + count);
      case PENDING -> throw new IllegalArgumentException("not an outcome");
    };
  }
}
