package dev.chime.async.time;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * A hierarchical timing wheel: an ordered set of timers with O(1) insertion and removal.
 *
 * <p>After G. Varghese and T. Lauck, "Hashed and Hierarchical Timing Wheels: Data Structures for
 * the Efficient Implementation of a Timer Facility" (SOSP 1987), scheme 7. Six levels of 64 slots:
 * a slot of level 0 is one tick, a slot of each further level is as long as the whole level below.
 * Written in base 64, the current tick and a deadline agree in their leading digits; the first
 * digit in which they differ names the level, and the deadline's digit there names the slot. Hence
 * what lies on a level is due before anything on a higher one, and within a level slots are due in
 * order: the next expiry is the first bit of the first level that has any, found without looking at
 * a single timer.
 *
 * <p>When the current tick enters a slot of a higher level, the slot's timers are dealt out again
 * over the levels below (they "cascade"); a timer does so five times at most in its life. Deadlines
 * beyond the horizon of 64^6 ticks wait in the farthest slot and are dealt out from there.
 *
 * <p>The slot being worked off is first unhooked as a whole into {@link #current}. So every timer
 * is taken from a list nobody else is walking, and callbacks may insert and remove at will; and the
 * work can stop at any timer when the budget is used up. Not thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // entries of a linked list have no other equality
final class TimerWheel {

  /** No timer is waiting. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int LEVELS = 6;
  private static final int LEVEL_BITS = 6;
  private static final int SLOTS = 1 << LEVEL_BITS;
  private static final int SLOT_MASK = SLOTS - 1;

  /** The farthest that a deadline is looked at: one top slot less than all, so that none laps. */
  private static final long HORIZON = (long) SLOT_MASK << (LEVEL_BITS * (LEVELS - 1));

  private final Slot[] slots = new Slot[LEVELS * SLOTS];
  private final long[] occupied = new long[LEVELS];
  private final Slot current = new Slot(-1, -1);
  private long now;
  private int size;

  /** A wheel that stands at tick {@code now}, which is not negative. */
  TimerWheel(long now) {
    this.now = now;
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new Slot(i / SLOTS, i % SLOTS);
    }
  }

  /** How many timers are waiting. */
  int size() {
    return size;
  }

  /** Adds a timer that is in no wheel. A deadline in the past is due at once. */
  void insert(WheelEntry timer) {
    size++;
    place(timer);
  }

  /** Removes a timer that is in this wheel. */
  void remove(WheelEntry timer) {
    unlink(timer);
    size--;
  }

  /**
   * Moves time to {@code tick} and fires the timers due by then in the order of their deadlines,
   * those of equal deadline in no promised order.
   *
   * @param budget the most timers to fire or deal out; what is left stays due
   * @return how much of the budget was used
   */
  int advance(long tick, int budget, Consumer<? super WheelEntry> fire) {
    int left = budget;
    while (true) {
      for (WheelEntry timer = current.next(); timer != current; timer = current.next()) {
        if (left == 0) {
          return budget;
        }
        left--;
        unlink(timer);
        if (timer.deadline <= now) {
          size--;
          fire.accept(timer);
        } else {
          place(timer);
        }
      }
      if (!enterNextSlot(tick)) {
        now = Math.max(now, tick);
        return budget - left;
      }
    }
  }

  /** The first tick at which {@link #advance} has something to do; {@link #NEVER} when empty. */
  long nextTick() {
    if (!current.isEmpty()) {
      return now;
    }
    for (int level = 0; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        return firstSlotStart(level);
      }
    }
    return NEVER;
  }

  /** Moves time to the first occupied slot and unhooks it, if that slot begins by {@code tick}. */
  private boolean enterNextSlot(long tick) {
    for (int level = 0; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        long start = firstSlotStart(level);
        if (start > tick) {
          return false;
        }
        now = Math.max(now, start);
        slots[level * SLOTS + digit(start, level)].moveTo(current);
        occupied[level] &= ~(1L << digit(start, level));
        return true;
      }
    }
    return false;
  }

  /** The tick at which the first occupied slot of a level begins, looking forward from now. */
  private long firstSlotStart(int level) {
    int digit = digit(now, level);
    int ahead = Long.numberOfTrailingZeros(Long.rotateRight(occupied[level], digit));
    int shift = level * LEVEL_BITS;
    return ((now >>> shift) + ahead) << shift;
  }

  private void place(WheelEntry timer) {
    long ahead = Math.clamp(timer.deadline - now, 0, HORIZON);
    long deadline = now + ahead;
    int level = level(now, deadline);
    int digit = digit(deadline, level);
    slots[level * SLOTS + digit].append(timer);
    occupied[level] |= 1L << digit;
  }

  private void unlink(WheelEntry timer) {
    WheelEntry previous = timer.previous;
    WheelEntry next = timer.next;
    if (previous == null || next == null) {
      throw new IllegalStateException("the timer is in no wheel");
    }
    previous.next = next;
    next.previous = previous;
    timer.previous = null;
    timer.next = null;
    if (next == previous && next != current) { // only the slot itself is left
      Slot slot = (Slot) next;
      occupied[slot.level] &= ~(1L << slot.digit);
    }
  }

  /** The level of the first base-64 digit, from the left, in which the two ticks differ. */
  private static int level(long now, long deadline) {
    int highestBit = Long.SIZE - 1 - Long.numberOfLeadingZeros((now ^ deadline) | SLOT_MASK);
    return Math.min(highestBit / LEVEL_BITS, LEVELS - 1);
  }

  private static int digit(long tick, int level) {
    return (int) (tick >>> (level * LEVEL_BITS)) & SLOT_MASK;
  }

  /** The head of a slot's circular list; never fires. */
  private static final class Slot extends WheelEntry {
    final int level;
    final int digit;

    Slot(int level, int digit) {
      super(NEVER);
      this.level = level;
      this.digit = digit;
      previous = this;
      next = this;
    }

    boolean isEmpty() {
      return next == this;
    }

    void append(WheelEntry timer) {
      WheelEntry last = previous();
      timer.previous = last;
      timer.next = this;
      last.next = timer;
      previous = timer;
    }

    /** Hands all timers over to {@code target}, which is empty. */
    void moveTo(Slot target) {
      WheelEntry first = next();
      WheelEntry last = previous();
      first.previous = target;
      last.next = target;
      target.next = first;
      target.previous = last;
      previous = this;
      next = this;
    }

    private WheelEntry next() {
      return Objects.requireNonNull(next); // a circle has no ends
    }

    private WheelEntry previous() {
      return Objects.requireNonNull(previous);
    }

    @Override
    void release() {}
  }
}
