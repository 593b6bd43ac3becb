package dev.chime.store;

import java.time.Instant;

/**
 * How many timers there are of each state, and the latest time that anything was done.
 *
 * @param clock milliseconds since the epoch
 * @param pending timers without an outcome
 * @param elapsed timers that have elapsed and are still kept
 * @param cancelled timers that were cancelled and are still kept
 */
record Ledger(long clock, long pending, long elapsed, long cancelled) {

  Ledger at(Instant time) {
    return new Ledger(Math.max(clock, time.toEpochMilli()), pending, elapsed, cancelled);
  }

  Ledger created(int count) {
    return new Ledger(clock, pending + count, elapsed, cancelled);
  }

  Ledger elapsed(int count) {
    return new Ledger(clock, pending - count, elapsed + count, cancelled);
  }

  Ledger cancelled(int count) {
    return new Ledger(clock, pending - count, elapsed, cancelled + count);
  }

  Ledger forgotten(int elapsedOnes, int cancelledOnes) {
    return new Ledger(clock, pending, elapsed - elapsedOnes, cancelled - cancelledOnes);
  }
}
