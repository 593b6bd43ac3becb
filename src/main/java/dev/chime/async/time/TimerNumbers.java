package dev.chime.async.time;

import java.util.Arrays;

/**
 * The numbers of the timers in one wheel. Each number has a bit that says whether its timer has
 * been dropped. Millions of these bits fit into the processor's cache, but the timers themselves
 * would not. When a timer leaves the wheel, its number is released. The number that was released
 * last is used first. Not thread-safe.
 */
final class TimerNumbers {

  private static final int INITIAL = 64;

  private long[] dropped = new long[1];
  private int[] free = new int[INITIAL];
  private int freeCount;
  private int issued;

  /** Returns a number that is not in use, and marks it as used. */
  int acquire() {
    if (freeCount > 0) {
      return free[--freeCount];
    }
    if (issued >>> 6 == dropped.length) {
      dropped = Arrays.copyOf(dropped, dropped.length + (dropped.length >> 1) + 1);
    }
    return issued++;
  }

  /** Releases a number, and clears its bit. */
  void release(int number) {
    ensureFreeCapacity(1);
    dropped[number >>> 6] &= ~(1L << number);
    free[freeCount++] = number;
  }

  /** Makes room for {@code count} more numbers to be released. */
  void ensureFreeCapacity(int count) {
    if (freeCount + count > free.length) {
      free = Arrays.copyOf(free, freeCount + count + (freeCount >> 1));
    }
  }

  void drop(int number) {
    dropped[number >>> 6] |= 1L << number;
  }

  boolean isDropped(int number) {
    return (dropped[number >>> 6] >>> number & 1) != 0;
  }

  /**
   * Releases a number if its timer has been dropped. The code has no branch. Call {@link
   * #ensureFreeCapacity} before.
   *
   * @return 1 if the timer has been dropped, otherwise 0
   */
  int releaseIfDropped(int number) {
    long word = dropped[number >>> 6];
    int bit = (int) (word >>> number & 1);
    dropped[number >>> 6] = word & ~(1L << number);
    free[freeCount] = number;
    freeCount += bit;
    return bit;
  }
}
