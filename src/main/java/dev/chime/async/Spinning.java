package dev.chime.async;

import java.util.function.BooleanSupplier;

/**
 * Adaptive spinning: decides how long an idle thread looks for work before it parks.
 *
 * <p>Parking and unparking take many microseconds, and tens of them on a virtual machine. A thread
 * that spins for the same time before it parks loses at most twice the time of the best choice, and
 * saves a lot if work comes soon (A. R. Karlin, M. S. Manasse, L. A. McGeoch, S. Owicki,
 * "Competitive Randomized Algorithms for Nonuniform Problems", SODA 1990). It spins only if that is
 * useful: it starts after a short park, and stops after two spins without work. So a shard with
 * little work does not spin. Nor does a shard on a machine with one processor. Not thread-safe.
 */
final class Spinning {

  private static final boolean WORTHWHILE = Runtime.getRuntime().availableProcessors() > 1;

  /** The approximate cost of parking and unparking. */
  private static final long MAX_NANOS = 50_000;

  private static final long SHORT_PARK_NANOS = 100_000;

  private long nanos;

  /**
   * Spins for a while until {@code work} returns true.
   *
   * @return whether it has returned true
   */
  boolean spinFor(BooleanSupplier work) {
    if (nanos == 0) {
      return false;
    }
    long start = System.nanoTime();
    do {
      if (work.getAsBoolean()) {
        nanos = MAX_NANOS;
        return true;
      }
    } while (System.nanoTime() - start < nanos);
    nanos = nanos == MAX_NANOS ? MAX_NANOS / 2 : 0;
    return false;
  }

  /** Records how long the thread was parked before work came. */
  void recordPark(long parkNanos) {
    if (WORTHWHILE && parkNanos < SHORT_PARK_NANOS) {
      nanos = MAX_NANOS;
    }
  }
}
