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
public record Counts(long clock, long pending, long elapsed, long cancelled, long skipped) {

  public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

  public Counts at(long time) {
    return time > clock ? new Counts(time, pending, elapsed, cancelled, skipped) : this;
  }

  public Counts created(int count) {
    return new Counts(clock, pending + count, elapsed, cancelled, skipped);
  }

  public Counts decided(TimerState outcome) {
    return new Counts(clock, pending - 1, elapsed, cancelled, skipped).plus(outcome, 1);
  }

  public Counts forgotten(TimerState outcome) {
    return plus(outcome, -1);
  }

  public Counts plus(Counts other) {
    return new Counts(
        Math.max(clock, other.clock),
        pending + other.pending,
        elapsed + other.elapsed,
        cancelled + other.cancelled,
        skipped + other.skipped);
  }

  /** What is more than in the other; and this clock. */
  Counts minus(Counts other) {
    return new Counts(
        clock,
        pending - other.pending,
        elapsed - other.elapsed,
        cancelled - other.cancelled,
        skipped - other.skipped);
  }

  private Counts plus(TimerState outcome, int count) {
    return switch (outcome) {
      case ELAPSED -> new Counts(clock, pending, elapsed + count, cancelled, skipped);
      case CANCELLED -> new Counts(clock, pending, elapsed, cancelled + count, skipped);
      case SKIPPED -> new Counts(clock, pending, elapsed, cancelled, skipped + count);
      case PENDING -> throw new IllegalArgumentException("not an outcome");
    };
  }
}
