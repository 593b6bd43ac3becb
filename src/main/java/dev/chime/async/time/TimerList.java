package dev.chime.async.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An unrolled linked list of the timers in one slot of a wheel, with their numbers and deadlines.
 * Appending writes to the end of an array, and reading goes through arrays in order. So neither
 * waits for memory, even with many timers. Not thread-safe.
 */
final class TimerList {

  /** A part of the list: one array of timers. It can be used again. */
  static final class Chunk {
    static final int SIZE = 128;

    final @Nullable WheelEntry[] timers = new @Nullable WheelEntry[SIZE];
    final int[] numbers = new int[SIZE];
    final long[] deadlines = new long[SIZE];
    int used;
    @Nullable Chunk next;

    /** The timer at an index below {@link #used}. */
    @SuppressWarnings("NullAway") // an index below used has a timer
    WheelEntry timer(int index) {
      return timers[index];
    }

    /**
     * Reads each timer once, to load them into the cache. The timers may be anywhere in memory. In
     * a loop that does nothing else, the processor loads many of them at the same time.
     */
    void prefetch() {
      for (int i = 0; i < used; i++) {
        if (timer(i).number != numbers[i]) {
          throw new IllegalStateException("a timer is in two wheels");
        }
      }
    }

    /**
     * Removes the dropped timers and releases their numbers. The order of the others stays the
     * same.
     *
     * @return the number of removed timers
     */
    int discardDropped(TimerNumbers wheelNumbers) {
      wheelNumbers.ensureFreeCapacity(used);
      int kept = 0;
      for (int i = 0; i < used; i++) {
        int number = numbers[i];
        timers[kept] = timers[i];
        numbers[kept] = number;
        deadlines[kept] = deadlines[i];
        kept += 1 - wheelNumbers.releaseIfDropped(number); // no branch, it would be mispredicted
      }
      int discarded = used - kept;
      Arrays.fill(timers, kept, used, null);
      used = kept;
      return discarded;
    }
  }

  /** The unused chunks of one wheel. Bounded; further chunks are left to the garbage collector. */
  static final class Pool {
    private static final int MAX_CHUNKS = 1024;

    private @Nullable Chunk first;
    private int size;

    private Chunk acquire() {
      Chunk chunk = first;
      if (chunk == null) {
        return new Chunk();
      }
      first = chunk.next;
      chunk.next = null;
      size--;
      return chunk;
    }

    void release(Chunk chunk) {
      if (size < MAX_CHUNKS) {
        Arrays.fill(chunk.timers, 0, chunk.used, null);
        chunk.used = 0;
        chunk.next = first;
        first = chunk;
        size++;
      }
    }
  }

  private @Nullable Chunk first;
  private @Nullable Chunk last;
  private int chunks;

  boolean isEmpty() {
    return first == null;
  }

  int chunks() {
    return chunks;
  }

  @Nullable Chunk first() {
    return first;
  }

  void append(WheelEntry timer, int number, long deadline, Pool pool) {
    Chunk chunk = last;
    if (chunk == null || chunk.used == Chunk.SIZE) {
      chunk = pool.acquire();
      link(chunk);
    }
    int index = chunk.used++;
    chunk.timers[index] = timer;
    chunk.numbers[index] = number;
    chunk.deadlines[index] = deadline;
  }

  /** Appends all timers of a chunk, and returns the chunk to the pool. */
  void appendAll(Chunk source, Pool pool) {
    for (int from = 0; from < source.used; ) {
      Chunk chunk = last;
      if (chunk == null || chunk.used == Chunk.SIZE) {
        chunk = pool.acquire();
        link(chunk);
      }
      int count = Math.min(source.used - from, Chunk.SIZE - chunk.used);
      System.arraycopy(source.timers, from, chunk.timers, chunk.used, count);
      System.arraycopy(source.numbers, from, chunk.numbers, chunk.used, count);
      System.arraycopy(source.deadlines, from, chunk.deadlines, chunk.used, count);
      chunk.used += count;
      from += count;
    }
    pool.release(source);
  }

  /** Removes the first chunk. The list must not be empty. */
  Chunk removeFirst() {
    Chunk chunk = first;
    if (chunk == null) {
      throw new IllegalStateException("the list is empty");
    }
    first = chunk.next;
    chunk.next = null;
    chunks--;
    if (first == null) {
      last = null;
    }
    return chunk;
  }

  /** Moves all timers of another list to this list, which must be empty. */
  void moveAllFrom(TimerList other) {
    first = other.first;
    last = other.last;
    chunks = other.chunks;
    other.clear();
  }

  void clear() {
    first = null;
    last = null;
    chunks = 0;
  }

  private void link(Chunk chunk) {
    Chunk previous = last;
    if (previous == null) {
      first = chunk;
    } else {
      previous.next = chunk;
    }
    last = chunk;
    chunks++;
  }
}
