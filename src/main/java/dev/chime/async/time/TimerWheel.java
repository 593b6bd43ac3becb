package dev.chime.async.time;

import java.util.function.Consumer;

/**
 * A hierarchical timing wheel: an ordered set of timers with O(1) insertion.
 *
 * <p><b>Slots.</b> After G. Varghese and T. Lauck, "Hashed and Hierarchical Timing Wheels: Data
 * Structures for the Efficient Implementation of a Timer Facility" (SOSP 1987), scheme 7. Six
 * levels of 64 slots: a slot of level 0 is one tick, a slot of each further level is as long as the
 * whole level below. Written in base 64, the current tick and a deadline agree in their leading
 * digits; the first digit in which they differ names the level, and the deadline's digit there
 * names the slot. Within a level slots are due in order, so the next expiry is the first bit of one
 * of the levels, found without looking at a timer. When time enters a slot of a higher level, its
 * timers are dealt out again over the levels below (they "cascade"); a timer does so five times at
 * most. Deadlines beyond the horizon of 64^6 ticks wait in the farthest slot and are dealt out from
 * there.
 *
 * <p><b>A full slot is dealt out ahead of time.</b> The slot of a higher level that comes next may
 * hold hundreds of thousands of timers, and what is due first would have to wait until all have
 * been dealt out. But while the last slot of the level below is under way, its other slots are free
 * for the next round; so turns that have budget left begin to deal it out by then.
 *
 * <p><b>Dropped timers stay where they are</b> until they are met: to drop one only sets a bit, at
 * its {@linkplain TimerNumbers number}. A doubly linked list would have to touch two neighbours
 * somewhere in memory for each, which is what cancelling costs once there are more timers than
 * caches. When more are dropped than wait, insertions and turns sweep a few chunks each, so that at
 * most about as much is kept for the dropped as for the others; a sweep reads arrays and bits, and
 * no timer. Go's runtime timers are swept likewise since 1.14.
 *
 * <p>The slot being worked off is first taken over as a whole into {@link #current}: so callbacks
 * may insert and drop at will, and the work can stop at any timer when the budget is used up. Not
 * thread-safe.
 */
final class TimerWheel {

  /** No timer is waiting. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int LEVELS = 6;
  private static final int LEVEL_BITS = 6;
  private static final int SLOTS = 1 << LEVEL_BITS;
  private static final int SLOT_MASK = SLOTS - 1;

  /** Deadlines count up to here only: one top slot less than all, so that no timer laps. */
  private static final long HORIZON = (long) SLOT_MASK << (LEVEL_BITS * (LEVELS - 1));

  /** The highest level dealt out ahead of time; the top one may hold timers beyond its slot. */
  private static final int MOST_AHEAD = LEVELS - 2;

  /** Dropped timers that are tolerated beyond the number of those that wait. */
  private static final int SLACK = 1024;

  /** Insertions for which one chunk is swept: so a sweep gains on them four to one. */
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

  /** A wheel that stands at tick {@code now}, which is not negative. */
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

  /** Adds a timer that is in no wheel. A deadline in the past is due at once. */
  void insert(WheelEntry timer, long deadline) {
    held++;
    timer.number = numbers.take();
    place(timer, timer.number, deadline);
    if (isCluttered() && held % INSERTIONS_PER_CHUNK == 0) {
      sweep(TimerList.Chunk.SIZE);
    }
  }

  /** Removes a timer, once. Does nothing if it is not in the wheel. */
  void drop(WheelEntry timer) {
    if (timer.number != WheelEntry.NOWHERE) {
      numbers.drop(timer.number);
      dropped++;
    }
  }

  /** Whether so many timers have been dropped that {@link #sweep} is due. */
  boolean isCluttered() {
    return dropped > size() + SLACK;
  }

  /**
   * Moves time to {@code tick} and fires the timers due by then in the order of their deadlines,
   * those of equal deadline in no promised order.
   *
   * @param budget the largest number of timers to fire or deal out; the rest stays due
   * @param fire called with each timer that is due; it has left the wheel
   * @return how much of the budget was used
   */
  int advance(long tick, int budget, Consumer<? super WheelEntry> fire) {
    int left = budget;
    while (true) {
      for (var chunk = current.first(); chunk != null; chunk = current.first()) {
        if (cursor == 0 && chunk.deadlines[0] <= now) {
          chunk.warmUp();
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
            numbers.give(number);
            held--;
            dropped--;
          } else if (deadline > now) {
            place(timer, number, deadline);
          } else {
            timer.number = WheelEntry.NOWHERE;
            numbers.give(number);
            held--;
            fire.accept(timer);
          }
        }
        cursor = 0;
        pool.give(current.removeFirst());
      }
      if (!enterNextSlot(tick)) {
        now = Math.max(now, tick);
        return budget - left + dealAhead(left);
      }
    }
  }

  /**
   * The first tick at which {@link #advance} may have something to do; {@link #NEVER} when empty.
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

  /** Whether a turn could deal out timers ahead of time. */
  boolean canDealAhead() {
    for (int level = 2; level <= MOST_AHEAD; level++) {
      if (slotAhead(level) >= 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Discards dropped timers, slot by slot from where the last sweep ended.
   *
   * @param budget about how many timers to look at
   */
  void sweep(int budget) {
    int left = budget;
    int slotsLeft = slots.length + 1; // so that the round ends with the rest of the first slot
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
    int seen = chunk.used;
    int discarded = chunk.discardDropped(numbers);
    held -= discarded;
    dropped -= discarded;
    slot.appendAll(chunk, pool);
    if (slot.isEmpty()) {
      markEmpty(sweepSlot);
    }
    return seen;
  }

  /**
   * Moves time to the first occupied slot and takes it over, if that slot begins by {@code tick}.
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
    current.takeAll(slots[slot]);
    markEmpty(slot);
    return true;
  }

  /**
   * The level of the slot that begins first; of several the highest, whose timers may belong before
   * those of the others. Negative if all are empty.
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
   * Deals out ahead of time what it can, chunk by chunk.
   *
   * @return how many timers it looked at
   */
  private int dealAhead(int budget) {
    int used = 0;
    for (int level = 2; level <= MOST_AHEAD; level++) {
      for (int slot = slotAhead(level); slot >= 0 && used < budget; slot = slotAhead(level)) {
        TimerList.Chunk chunk = slots[slot].removeFirst();
        if (slots[slot].isEmpty()) {
          markEmpty(slot);
        }
        used += dealOut(chunk, level - 1);
      }
    }
    return Math.min(used, budget);
  }

  private int dealOut(TimerList.Chunk chunk, int level) {
    int count = chunk.used;
    for (int i = 0; i < count; i++) {
      // The last slot is under way; its next round's timers wait a little in the one before.
      int digit = Math.min(digit(chunk.deadlines[i], level), SLOT_MASK - 1);
      slots[level * SLOTS + digit].append(
          chunk.timer(i), chunk.numbers[i], chunk.deadlines[i], pool);
      occupied[level] |= 1L << digit;
    }
    pool.give(chunk);
    return count;
  }

  /**
   * The slot of this level that comes next, if it has timers and the level below is in its last
   * slot, and so free; else negative.
   */
  private int slotAhead(int level) {
    if (digit(now, level - 1) != SLOT_MASK) {
      return -1;
    }
    int next = (digit(now, level) + 1) & SLOT_MASK;
    return (occupied[level] >>> next & 1) == 0 ? -1 : level * SLOTS + next;
  }

  /** The tick at which the first occupied slot of a level begins, looking forward from now. */
  private long firstSlotStart(int level) {
    int ahead = Long.numberOfTrailingZeros(Long.rotateRight(occupied[level], digit(now, level)));
    int shift = level * LEVEL_BITS;
    return ((now >>> shift) + ahead) << shift;
  }

  private void place(WheelEntry timer, int number, long deadline) {
    long seen = now + Math.clamp(deadline - now, 0, HORIZON);
    int level = level(now, seen);
    int digit = digit(seen, level);
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
