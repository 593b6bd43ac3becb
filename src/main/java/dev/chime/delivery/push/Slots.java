package dev.chime.delivery.push;

import dev.chime.async.Future;
import dev.chime.async.Oneshot;
import dev.chime.async.Unit;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls that this process may make at a time, for all endpoints together. When there are none
 * left, pumps stand in line: who has waited longest gets the next ones. Thread-safe.
 */
final class Slots {

  private final Set<EndpointPump> line = new LinkedHashSet<>();
  private final int count;
  private final Oneshot<Unit> drained = new Oneshot<>();
  private int free;
  private boolean draining;

  Slots(int count) {
    this.count = count;
    this.free = count;
  }

  /** Gives no more slots. Ready when all are given back. */
  Future<Unit> drain() {
    synchronized (line) {
      draining = true;
    }
    release(0);
    return drained;
  }

  /**
   * Takes some slots. A pump that gets none stands in line, and is woken at its turn; it must take
   * some then or {@linkplain #leave leave}.
   *
   * @return how many, at most {@code max}
   */
  int take(EndpointPump pump, int max) {
    @Nullable EndpointPump next;
    int taken;
    synchronized (line) {
      if (draining) {
        return 0;
      }
      boolean isTurn = line.isEmpty() || isFirst(pump);
      taken = isTurn ? Math.min(free, max) : 0;
      if (taken == 0) {
        line.add(pump);
        return 0;
      }
      line.remove(pump);
      free -= taken;
      next = next();
    }
    wake(next);
    return taken;
  }

  /** Gives slots back. */
  void release(int given) {
    @Nullable EndpointPump next;
    boolean isDrained;
    synchronized (line) {
      free += given;
      next = next();
      isDrained = draining && free == count;
    }
    wake(next);
    if (isDrained) {
      drained.complete(Unit.UNIT);
    }
  }

  /** Takes a pump out of the line. */
  void leave(EndpointPump pump) {
    @Nullable EndpointPump next;
    synchronized (line) {
      if (!line.remove(pump)) {
        return;
      }
      next = next();
    }
    wake(next);
  }

  @SuppressWarnings("ReferenceEquality") // pumps have no other equality
  private boolean isFirst(EndpointPump pump) {
    return line.iterator().next() == pump;
  }

  private @Nullable EndpointPump next() {
    return free > 0 && !line.isEmpty() ? line.iterator().next() : null;
  }

  private static void wake(@Nullable EndpointPump pump) {
    if (pump != null) {
      pump.wake();
    }
  }
}
