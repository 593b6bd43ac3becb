package dev.chime.async.time;

import java.util.function.Consumer;

/**
 * A hierarchical timing wheel: an ordered set of timers with O(1) insertion.
 *
 * <p><b>Slots.</b> The wheel follows G. Varghese and T. Lauck, "Hashed and Hierarchical Timing
 * Wheels: Data Structures for the Efficient Implementation of a Timer Facility" (SOSP 1987), scheme
 * 7. It has six levels of 64 slots. A slot of level 0 is one tick long, and a slot of each other
 * level is as long as the whole level below. Compare the current tick and a deadline in base 64:
 * the first digit in which they differ gives the level, and the deadline's digit there gives the
 * slot. The slots of a level are due in order. So the next expiry is the first bit of one of the
 * levels, and no timer has to be read to find it. When time enters a slot of a higher level, its
 * timers <em>cascade</em>: they are distributed over the levels below. A timer cascades at most
 * five times. Deadlines beyond the horizon of 64^6 ticks wait in the farthest slot, and cascade
 * from there.
 *
 * <p><b>A full slot cascades ahead of time.</b> The next slot of a higher level may hold hundreds
 * of thousands of timers, and the first due timer would have to wait until all have cascaded. But
 * while time is in the last slot of the level below, the other slots of that level are free. So
 * turns with budget left start then to cascade the next slot.
 *
 * <p><b>Dropped timers stay in their slots</b> until the wheel reaches them. To drop a timer only
 * sets a bit, at its {@linkplain TimerNumbers number}. In a doubly linked list each drop would
 * write to two neighbours somewhere in memory. That is the main cost of cancelling when the timers
 * do not fit into the caches. When there are more dropped timers than waiting ones, each insertion
 * and turn sweeps a few chunks. So dropped timers take at most about as much memory as the others.
 * A sweep reads arrays and bits, but no timer. Go's runtime sweeps its timers in a similar way
 * since version 1.14.
 *
 * <p>The timers of the slot that is due are first moved into {@link #current}. So callbacks may
 * insert and drop timers, and the work can stop after any timer when the budget is used up. Not
 * thread-safe.
 */
final class TimerWheel {

  /** The tick that means that no timer is waiting. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int LEVELS = 6;
  private static final int LEVEL_BITS = 6;
  private static final int SLOTS = 1 << LEVEL_BITS;
  private static final int SLOT_MASK = SLOTS - 1;

  /**
   * Deadlines farther ahead, in ticks, are treated as this one. It is one top slot shorter than the
   * wheel, so that no timer ends up in the current slot.
   */
  private static final long HORIZON = (long) SLOT_MASK << (LEVEL_BITS * (LEVELS - 1));

  /**
   * The highest level that cascades ahead of time. The top level does not, because its slots may
   * hold timers with later deadlines.
   */
  private static final int MAX_LEVEL_AHEAD = LEVELS - 2;

  /** How many more dropped timers than waiting ones are allowed. */
  private static final int SLACK = 1024;

  /** Insertions per swept chunk. A sweep reads four times as many timers as are inserted. */
  private static final int INSERTIONS_PER_CHUNK = TimerList.Chunk.SIZE / 4;

  private final TimerList[] slots = new TimerList[LEVELS * SLOTS];
  private final long[] occupied = new long[LEVELS];
  private final TimerNumbers numbers = new TimerNumbers();
  private final TimerList.Pool pool = new TimerList.Pool();
  private final TimerList current = new TimerList();
  private int cursor;
  private long now;
  private int held;
  private int dropped;
  private int sweepSlot;
  private int sweepChunks;

  /** Creates a wheel whose current tick is {@code now}, which must not be negative. */
  TimerWheel(long now) {
    this.now = now;
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new TimerList();
    }
  }

  /** The number of timers that are waiting. */
  int size() {
    return held - dropped;
  }

  /** Adds a timer, which must not be in a wheel. A deadline in the past is due at once. */
  void insert(WheelEntry timer, long deadline) {
    held++;
    timer.number = numbers.acquire();
    place(timer, timer.number, deadline);
    if (isSweepDue() && held % INSERTIONS_PER_CHUNK == 0) {
      sweep(TimerList.Chunk.SIZE);
    }
  }

  /** Drops a timer. Does nothing if it is not in the wheel. Call it only once for each timer. */
  void drop(WheelEntry timer) {
    if (timer.number != WheelEntry.NO_NUMBER) {
      numbers.drop(timer.number);
      dropped++;
    }
  }

  /** Whether there are so many dropped timers that {@link #sweep} is due. */
  boolean isSweepDue() {
    return dropped > size() + SLACK;
  }

  /**
   * Moves time to {@code tick} and fires the timers that are due then, in the order of their
   * deadlines. The order of timers with equal deadlines is undefined.
   *
   * @param budget the largest number of timers to fire or cascade; the others stay due
   * @param fire called with each timer that is due, after it has left the wheel
   * @return how much of the budget was used
   */
  int advance(long tick, int budget, Consumer<? super WheelEntry> fire) {
    int left = budget;
    while (true) {
      for (var chunk = current.first(); chunk != null; chunk = current.first()) {
        if (cursor == 0 && chunk.deadlines[0] <= now) {
          chunk.prefetch();
        }
        while (cursor < chunk.used) {
          if (left == 0) {
            return budget;
          }
          left--;
          WheelEntry timer = chunk.timer(cursor);
          int number = chunk.numbers[cursor];
          long deadline = chunk.deadlines[cursor];
          cursor++;
          if (numbers.isDropped(number)) {
            numbers.release(number);
            held--;
            dropped--;
          } else if (deadline > now) {
            place(timer, number, deadline);
          } else {
            timer.number = WheelEntry.NO_NUMBER;
            numbers.release(number);
            held--;
            fire.accept(timer);
          }
        }
        cursor = 0;
        pool.release(current.removeFirst());
      }
      if (!enterNextSlot(tick)) {
        now = Math.max(now, tick);
        return budget - left + cascadeAhead(left);
      }
    }
  }

  /**
   * The first tick at which {@link #advance} may have something to do; {@link #NEVER} if the wheel
   * is empty.
   */
  long nextTick() {
    if (size() == 0) {
      return NEVER;
    }
    if (!current.isEmpty()) {
      return now;
    }
    int level = earliestLevel();
    return level < 0 ? NEVER : firstSlotStart(level);
  }

  /** Whether a turn could cascade timers ahead of time. */
  boolean canCascadeAhead() {
    for (int level = 2; level <= MAX_LEVEL_AHEAD; level++) {
      if (slotAhead(level) >= 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Discards dropped timers, slot by slot, starting where the last sweep ended.
   *
   * @param budget approximately how many timers to check
   */
  void sweep(int budget) {
    int left = budget;
    int slotsLeft = slots.length + 1; // one more, because the round starts within a slot
    while (left > 0 && slotsLeft > 0) {
      TimerList slot = slots[sweepSlot];
      if (sweepChunks == 0 || slot.isEmpty()) {
        sweepSlot = (sweepSlot + 1) % slots.length;
        sweepChunks = slots[sweepSlot].chunks();
        slotsLeft--;
      } else {
        sweepChunks--;
        left -= sweepChunk(slot);
      }
    }
  }

  private int sweepChunk(TimerList slot) {
    TimerList.Chunk chunk = slot.removeFirst();
    int checked = chunk.used;
    int discarded = chunk.discardDropped(numbers);
    held -= discarded;
    dropped -= discarded;
    slot.appendAll(chunk, pool);
    if (slot.isEmpty()) {
      markEmpty(sweepSlot);
    }
    return checked;
  }

  /**
   * Moves time to the first occupied slot, and its timers into {@link #current}, if the slot starts
   * at {@code tick} or earlier.
   *
   * @return whether it has done so
   */
  private boolean enterNextSlot(long tick) {
    int level = earliestLevel();
    if (level < 0) {
      return false;
    }
    long start = firstSlotStart(level);
    if (start > tick) {
      return false;
    }
    now = Math.max(now, start);
    int slot = level * SLOTS + digit(start, level);
    current.moveAllFrom(slots[slot]);
    markEmpty(slot);
    return true;
  }

  /**
   * The level of the slot that starts first. If several do, the highest level: it must cascade
   * first, because its timers may be due before those of the others.
   *
   * @return negative if all slots are empty
   */
  private int earliestLevel() {
    int earliest = -1;
    long earliestStart = Long.MAX_VALUE;
    for (int level = 0; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        long start = firstSlotStart(level);
        if (start <= earliestStart) {
          earliestStart = start;
          earliest = level;
        }
      }
    }
    return earliest;
  }

  /**
   * Cascades timers ahead of time, chunk by chunk.
   *
   * @return the number of timers that have cascaded, at most {@code budget}
   */
  private int cascadeAhead(int budget) {
    int used = 0;
    for (int level = 2; level <= MAX_LEVEL_AHEAD; level++) {
      for (int slot = slotAhead(level); slot >= 0 && used < budget; slot = slotAhead(level)) {
        TimerList.Chunk chunk = slots[slot].removeFirst();
        if (slots[slot].isEmpty()) {
          markEmpty(slot);
        }
        used += cascade(chunk, level - 1);
      }
    }
    return Math.min(used, budget);
  }

  private int cascade(TimerList.Chunk chunk, int level) {
    int count = chunk.used;
    for (int i = 0; i < count; i++) {
      // Time is in the last slot, so timers for its next round go into the slot before it.
      int digit = Math.min(digit(chunk.deadlines[i], level), SLOT_MASK - 1);
      slots[level * SLOTS + digit].append(
          chunk.timer(i), chunk.numbers[i], chunk.deadlines[i], pool);
      occupied[level] |= 1L << digit;
    }
    pool.release(chunk);
    return count;
  }

  /**
   * The next slot of this level, if it has timers and time is in the last slot of the level below,
   * whose other slots are then free.
   *
   * @return negative if there is no such slot
   */
  private int slotAhead(int level) {
    if (digit(now, level - 1) != SLOT_MASK) {
      return -1;
    }
    int next = (digit(now, level) + 1) & SLOT_MASK;
    return (occupied[level] >>> next & 1) == 0 ? -1 : level * SLOTS + next;
  }

  /** The tick at which the first occupied slot of a level starts, from now on. */
  private long firstSlotStart(int level) {
    int ahead = Long.numberOfTrailingZeros(Long.rotateRight(occupied[level], digit(now, level)));
    int shift = level * LEVEL_BITS;
    return ((now >>> shift) + ahead) << shift;
  }

  private void place(WheelEntry timer, int number, long deadline) {
    long clamped = now + Math.clamp(deadline - now, 0, HORIZON);
    int level = level(now, clamped);
    int digit = digit(clamped, level);
    slots[level * SLOTS + digit].append(timer, number, deadline, pool);
    occupied[level] |= 1L << digit;
  }

  private void markEmpty(int slot) {
    occupied[slot / SLOTS] &= ~(1L << slot % SLOTS);
  }

  /** The level of the first base-64 digit, from the left, in which the two ticks differ. */
  private static int level(long now, long deadline) {
    int highestBit = Long.SIZE - 1 - Long.numberOfLeadingZeros((now ^ deadline) | SLOT_MASK);
    return Math.min(highestBit / LEVEL_BITS, LEVELS - 1);
  }

  private static int digit(long tick, int level) {
    return (int) (tick >>> (level * LEVEL_BITS)) & SLOT_MASK;
  }
}
