package dev.chime.async.time;

import java.util.Arrays;

/**
 * Small numbers for the timers of one wheel, and for each number a bit that says whether its timer
 * has been dropped. Millions of such bits fit into a cache; the timers would not. A number is used
 * again when its timer has left the wheel, the latest first. Not thread-safe.
 */
final class TimerNumbers {

  private static final int INITIAL = 64;

  private long[] dropped = new long[1];
  private int[] free = new int[INITIAL];
  private int freeCount;
  private int issued;

  /** A number that is not in use. */
  int take() {
    if (freeCount > 0) {
      return free[--freeCount];
    }
    if (issued >>> 6 == dropped.length) {
      dropped = Arrays.copyOf(dropped, dropped.length + (dropped.length >> 1) + 1);
    }
    return issued++;
  }

  /** Gives back a number, and clears its bit. */
  void give(int number) {
    expect(1);
    dropped[number >>> 6] &= ~(1L << number);
    free[freeCount++] = number;
  }

  /** Makes room for as many numbers to be given back. */
  void expect(int count) {
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
   * Gives back a number if its timer has been dropped, without a jump; {@link #expect} it before.
   *
   * @return 1 if it is, else 0
   */
  int giveIfDropped(int number) {
    long word = dropped[number >>> 6];
    int is = (int) (word >>> number & 1);
    dropped[number >>> 6] = word & ~(1L << number);
    free[freeCount] = number;
    freeCount += is;
    return is;
  }
}
