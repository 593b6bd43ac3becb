package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Looks into a wheel: its own time, and whether its lists, bitmaps and count agree. */
@SuppressWarnings("ReferenceEquality") // a link is to one object, not to an equal one
final class WheelInspector {

  private static final int SLOTS = 64;

  private static final VarHandle NOW;
  private static final VarHandle SIZE;
  private static final VarHandle OCCUPIED;
  private static final VarHandle CURRENT;
  private static final VarHandle ALL_SLOTS;

  static {
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(TimerWheel.class, MethodHandles.lookup());
      Class<?> slot = Class.forName(TimerWheel.class.getName() + "$Slot");
      NOW = lookup.findVarHandle(TimerWheel.class, "now", long.class);
      SIZE = lookup.findVarHandle(TimerWheel.class, "size", int.class);
      OCCUPIED = lookup.findVarHandle(TimerWheel.class, "occupied", long[].class);
      CURRENT = lookup.findVarHandle(TimerWheel.class, "current", slot);
      ALL_SLOTS = lookup.findVarHandle(TimerWheel.class, "slots", slot.arrayType());
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final TimerWheel wheel;
  private final long[] occupied;
  private final WheelEntry current;
  private final WheelEntry[] slots;

  WheelInspector(TimerWheel wheel) {
    this.wheel = wheel;
    occupied = (long[]) OCCUPIED.get(wheel);
    current = (WheelEntry) CURRENT.get(wheel);
    slots = (WheelEntry[]) ALL_SLOTS.get(wheel);
  }

  long now() {
    return (long) NOW.get(wheel);
  }

  /** Whether the next tick is a timer's own, not the begin of a slot to be dealt out. */
  boolean knowsNextTick() {
    return current.next == current && occupied[0] != 0;
  }

  /** Walks every list. */
  void check() {
    int found = count(current, -1);
    for (int i = 0; i < slots.length; i++) {
      int inSlot = count(slots[i], i);
      boolean bit = (occupied[i / SLOTS] >>> (i % SLOTS) & 1) != 0;
      if (bit != inSlot > 0) {
        assertThat(bit).as("bit %d of level %d", i % SLOTS, i / SLOTS).isEqualTo(inSlot > 0);
      }
      found += inSlot;
    }
    assertThat(found).as("timers in lists").isEqualTo((int) SIZE.get(wheel));
  }

  private int count(WheelEntry head, int index) {
    int count = 0;
    WheelEntry previous = head;
    for (WheelEntry entry = head.next; entry != head; entry = entry.next) {
      if (entry == null || entry.previous != previous) {
        throw new AssertionError("broken link in slot " + index);
      }
      if (index >= 0) {
        checkPlace((WheelTimer) entry, index / SLOTS, index % SLOTS);
      }
      previous = entry;
      count++;
    }
    if (head.previous != previous) {
      throw new AssertionError("broken ring in slot " + index);
    }
    return count;
  }

  /** A slot begins no later than what it holds is due; on level 0 it is that very tick. */
  private void checkPlace(WheelTimer timer, int level, int digit) {
    int shift = level * 6;
    long ahead = (digit - (now() >>> shift)) & (SLOTS - 1);
    long start = ((now() >>> shift) + ahead) << shift;
    if (start > timer.due || (level == 0 && start != timer.due) || (level > 0 && ahead == 0)) {
      throw new AssertionError(
          timer + " lies in slot " + digit + " of level " + level + ", which begins at " + start);
    }
  }
}
