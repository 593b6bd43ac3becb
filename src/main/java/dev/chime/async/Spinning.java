package dev.chime.async;

import java.util.function.BooleanSupplier;

/**
 * How long a thread with nothing to do looks for work before it parks.
 *
 * <p>To park and to be unparked takes many microseconds, on a virtual machine tens of them. A
 * thread that spins for as long before it parks never loses more than half its time, whenever the
 * work comes, and gains a lot if it comes soon (A. R. Karlin, M. S. Manasse, L. A. McGeoch, S.
 * Owicki, "Competitive Randomized Algorithms for Nonuniform Problems", SODA 1990). It spins only
 * while that pays: once parks have turned out short, and no longer once two spins have been in
 * vain; a shard whose work comes rarely does not spin. Nor does one that has no processor to
 * itself. One thread.
 */
final class Spinning {

  private static final boolean WORTHWHILE = Runtime.getRuntime().availableProcessors() > 1;

  /** About what parking and unparking costs. */
  private static final long MOST_NANOS = 50_000;

  private static final long SHORT_PARK_NANOS = 100_000;

  private long nanos;

  /**
   * Waits for {@code work} for a while.
   *
   * @return whether it has come
   */
  boolean spinFor(BooleanSupplier work) {
    if (nanos == 0) {
      return false;
    }
    long start = System.nanoTime();
    do {
      if (work.getAsBoolean()) {
        nanos = MOST_NANOS;
        return true;
      }
    } while (System.nanoTime() - start < nanos);
    nanos = nanos == MOST_NANOS ? MOST_NANOS / 2 : 0;
    return false;
  }

  /** Takes note of how long the thread was parked before work came. */
  void recordPark(long parkNanos) {
    if (WORTHWHILE && parkNanos < SHORT_PARK_NANOS) {
      nanos = MOST_NANOS;
    }
  }
}
