package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.BitSet;

/** Looks into a wheel: its own time, and whether its lists, bitmaps and counts agree. */
final class WheelInspector {

  private static final int SLOTS = 64;

  private static final VarHandle NOW = handle("now", long.class);
  private static final VarHandle HELD = handle("held", int.class);
  private static final VarHandle DROPPED = handle("dropped", int.class);
  private static final VarHandle OCCUPIED = handle("occupied", long[].class);
  private static final VarHandle CURRENT = handle("current", TimerList.class);
  private static final VarHandle CURSOR = handle("cursor", int.class);
  private static final VarHandle NUMBERS = handle("numbers", TimerNumbers.class);
  private static final VarHandle ALL_SLOTS = handle("slots", TimerList[].class);

  private final TimerWheel wheel;
  private final long[] occupied;
  private final TimerList current;
  private final TimerList[] slots;
  private final TimerNumbers numbers;
  private final BitSet seen = new BitSet();
  private long target;
  private int found;
  private int foundDropped;

  WheelInspector(TimerWheel wheel) {
    this.wheel = wheel;
    occupied = (long[]) OCCUPIED.get(wheel);
    current = (TimerList) CURRENT.get(wheel);
    numbers = (TimerNumbers) NUMBERS.get(wheel);
    slots = (TimerList[]) ALL_SLOTS.get(wheel);
  }

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(TimerWheel.class, MethodHandles.lookup())
          .findVarHandle(TimerWheel.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  long now() {
    return (long) NOW.get(wheel);
  }

  /** Remembers to which tick the wheel was last told to advance. */
  void advancing(long target) {
    this.target = target;
  }

  /** The timers that the wheel keeps, dropped ones included. */
  int held() {
    return (int) HELD.get(wheel);
  }

  /** Whether the next tick is a timer's own, not the start of a slot that cascades. */
  boolean knowsNextTick() {
    return current.isEmpty() && occupied[0] != 0 && (int) DROPPED.get(wheel) == 0;
  }

  /** Walks every list. */
  void check() {
    found = 0;
    foundDropped = 0;
    seen.clear();
    walk(current, (int) CURSOR.get(wheel), -1);
    for (int i = 0; i < slots.length; i++) {
      boolean bit = (occupied[i / SLOTS] >>> (i % SLOTS) & 1) != 0;
      if (bit == slots[i].isEmpty()) {
        throw new AssertionError("bit " + i % SLOTS + " of level " + i / SLOTS + " is " + bit);
      }
      walk(slots[i], 0, i);
    }
    assertThat(found).as("timers in lists").isEqualTo(held());
    assertThat(foundDropped).as("dropped timers").isEqualTo((int) DROPPED.get(wheel));
  }

  private void walk(TimerList list, int from, int slot) {
    int chunks = 0;
    for (TimerList.Chunk chunk = list.first(); chunk != null; chunk = chunk.next) {
      chunks++;
      for (int i = chunks == 1 ? from : 0; i < TimerList.Chunk.SIZE; i++) {
        WheelEntry timer = chunk.timers[i];
        if ((timer == null) != i >= chunk.used) {
          throw new AssertionError("chunk of slot " + slot + " says it has " + chunk.used);
        }
        if (timer != null) {
          found++;
          foundDropped += timer.isDropped() ? 1 : 0;
          checkNumber(timer, chunk.numbers[i]);
          checkPlace((WheelTimer) timer, chunk.deadlines[i], slot);
        }
      }
    }
    assertThat(list.chunks()).as("chunks of slot %d", slot).isEqualTo(chunks);
  }

  /** A number is one timer's, and its bit tells of that timer. */
  private void checkNumber(WheelEntry timer, int number) {
    if (timer.number != number || seen.get(number)) {
      throw new AssertionError(timer + " has number " + timer.number + ", its slot " + number);
    }
    if (numbers.isDropped(number) != timer.isDropped()) {
      throw new AssertionError(timer + " dropped: " + timer.isDropped() + ", not so its bit");
    }
    seen.set(number);
  }

  /** A slot begins no later than what it holds is due; on level 0 it is that very tick. */
  private void checkPlace(WheelTimer timer, long deadline, int slot) {
    if (deadline != timer.deadline) {
      throw new AssertionError(timer + " is kept with deadline " + deadline);
    }
    if (slot < 0) {
      return;
    }
    int level = slot / SLOTS;
    int digit = slot % SLOTS;
    int shift = level * 6;
    long ahead = (digit - (now() >>> shift)) & (SLOTS - 1);
    long start = ((now() >>> shift) + ahead) << shift;
    boolean begun = level > 0 && ahead == 0 && !isNext(start);
    if (start > timer.due || (level == 0 && start != timer.due) || begun) {
      throw new AssertionError(
          timer + " lies in slot " + digit + " of level " + level + ", which begins at " + start);
    }
  }

  /**
   * Whether a slot that begins at this tick may have begun: it has cascaded ahead of time, and the
   * rest of its level above, which begins at the same tick, is being worked off before it. If the
   * clock has gone back meanwhile, it waits until time is there again.
   */
  private boolean isNext(long start) {
    return start == now() && (!current.isEmpty() || target < now());
  }
}
