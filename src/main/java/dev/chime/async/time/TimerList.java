package dev.chime.async.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one slot of a wheel, with their numbers and deadlines: an unrolled list. Appending
 * writes to the end of an array and reading runs along arrays, so neither waits for memory, however
 * many there are.
 */
final class TimerList {

  /** One array of timers. It can be used again. */
  static final class Chunk {
    static final int SIZE = 128;

    final @Nullable WheelEntry[] timers = new @Nullable WheelEntry[SIZE];
    final int[] numbers = new int[SIZE];
    final long[] deadlines = new long[SIZE];
    int used;
    @Nullable Chunk next;

    /** The timer at an index below {@link #used}. */
    @SuppressWarnings("NullAway") // below used there are timers
    WheelEntry timer(int index) {
      return timers[index];
    }

    /**
     * Looks at each timer once. They may be anywhere in memory; if the processor does nothing else
     * in between, it loads many of them at the same time.
     */
    void warmUp() {
      for (int i = 0; i < used; i++) {
        if (timer(i).number != numbers[i]) {
          throw new IllegalStateException("a timer is in two wheels");
        }
      }
    }

    /**
     * Removes the dropped timers, keeps the order of the others, and gives back the numbers.
     *
     * @return how many timers were removed
     */
    int discardDropped(TimerNumbers wheels) {
      wheels.expect(used);
      int kept = 0;
      for (int i = 0; i < used; i++) {
        int number = numbers[i];
        timers[kept] = timers[i];
        numbers[kept] = number;
        deadlines[kept] = deadlines[i];
        kept += 1 - wheels.giveIfDropped(number); // no jump, which half of them would mispredict
      }
      int discarded = used - kept;
      Arrays.fill(timers, kept, used, null);
      used = kept;
      return discarded;
    }
  }

  /** The unused chunks of one wheel. Bounded: the garbage collector takes the rest. */
  static final class Pool {
    private static final int MOST = 1024;

    private @Nullable Chunk first;
    private int size;

    private Chunk take() {
      Chunk chunk = first;
      if (chunk == null) {
        return new Chunk();
      }
      first = chunk.next;
      chunk.next = null;
      size--;
      return chunk;
    }

    void give(Chunk chunk) {
      if (size < MOST) {
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
      chunk = pool.take();
      link(chunk);
    }
    int index = chunk.used++;
    chunk.timers[index] = timer;
    chunk.numbers[index] = number;
    chunk.deadlines[index] = deadline;
  }

  /** Appends all timers of a chunk, and gives it back. */
  void appendAll(Chunk source, Pool pool) {
    for (int from = 0; from < source.used; ) {
      Chunk chunk = last;
      if (chunk == null || chunk.used == Chunk.SIZE) {
        chunk = pool.take();
        link(chunk);
      }
      int count = Math.min(source.used - from, Chunk.SIZE - chunk.used);
      System.arraycopy(source.timers, from, chunk.timers, chunk.used, count);
      System.arraycopy(source.numbers, from, chunk.numbers, chunk.used, count);
      System.arraycopy(source.deadlines, from, chunk.deadlines, chunk.used, count);
      chunk.used += count;
      from += count;
    }
    pool.give(source);
  }

  /** Takes off the first chunk of a list that is not empty. */
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

  /** Moves all timers of another list to this one, which is empty. */
  void takeAll(TimerList other) {
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
