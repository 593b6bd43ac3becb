package dev.chime.store.commit;

import dev.chime.timer.TimerState;

/**
 * How many timers there are of each state, and the latest time that anything was done.
 *
 * @param clock milliseconds since the epoch
 * @param pending timers without an outcome
 * @param elapsed timers that have elapsed and are still kept
 * @param cancelled timers that were cancelled and are still kept
 * @param skipped timers that were skipped and are still kept
 */
public record TimerCounts(long clock, long pending, long elapsed, long cancelled, long skipped) {

  public static final TimerCounts NONE = new TimerCounts(0, 0, 0, 0, 0);

  public TimerCounts withActivityAt(long time) {
    return time > clock ? new TimerCounts(time, pending, elapsed, cancelled, skipped) : this;
  }

  public TimerCounts created(int count) {
    return new TimerCounts(clock, pending + count, elapsed, cancelled, skipped);
  }

  public TimerCounts decided(TimerState outcome) {
    return new TimerCounts(clock, pending - 1, elapsed, cancelled, skipped).plus(outcome, 1);
  }

  public TimerCounts purged(TimerState outcome) {
    return plus(outcome, -1);
  }

  public TimerCounts plus(TimerCounts other) {
    return new TimerCounts(
        Math.max(clock, other.clock),
        pending + other.pending,
        elapsed + other.elapsed,
        cancelled + other.cancelled,
        skipped + other.skipped);
  }

  /** What is more than in the other; and this clock. */
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
