package dev.chime.async.time;

import java.util.function.LongSupplier;

/**
 * What a bench will do to {@link Timers}, for these to choose their best settings by.
 *
 * @param places the most timers to be pending
 * @param spreadMillis the longest delay
 * @param clock nanoseconds, for implementations that can be given a clock
 * @param onFire what each timer does when it fires
 * @param expires whether all timers are to fire rather than to be cancelled
 */
record Load(int places, int spreadMillis, LongSupplier clock, Runnable onFire, boolean expires) {

  static final long NANOS_PER_MILLI = 1_000_000;

  /** Timers that are there to be cancelled. */
  static Load toCancel(int places, int spreadMillis, LongSupplier clock) {
    return new Load(places, spreadMillis, clock, () -> {}, false);
  }

  /** Timers that are there to fire. */
  static Load toExpire(int places, int spreadMillis, LongSupplier clock, Runnable onFire) {
    return new Load(places, spreadMillis, clock, onFire, true);
  }
}
