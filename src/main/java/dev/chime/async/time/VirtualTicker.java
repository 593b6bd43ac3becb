package dev.chime.async.time;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A ticker for tests, whose time moves only when the test says so. Thread-safe.
 *
 * <p>The time of a {@linkplain #paused(long) paused} ticker moves only by {@link #advance}, which
 * unparks all threads that wait for it. The time of an {@linkplain #autoAdvancing(long)
 * auto-advancing} ticker also jumps to the deadline when a thread parks until then. A shard parks
 * only when it has nothing to do. So an executor with one shard runs hours of virtual time at once,
 * and always in the same order. With several threads use a paused ticker; otherwise an idle thread
 * would move the time while others still work.
 */
public final class VirtualTicker implements Ticker {

  private final AtomicLong now;
  private final boolean autoAdvance;
  private final Set<Thread> parked = ConcurrentHashMap.newKeySet();

  private VirtualTicker(long start, boolean autoAdvance) {
    this.now = new AtomicLong(start);
    this.autoAdvance = autoAdvance;
  }

  /** A ticker whose time is {@code start} until it is advanced. */
  public static VirtualTicker paused(long start) {
    return new VirtualTicker(start, false);
  }

  /** A ticker whose time is {@code start} until it is advanced, or until a thread parks. */
  public static VirtualTicker autoAdvancing(long start) {
    return new VirtualTicker(start, true);
  }

  /**
   * Moves time forward.
   *
   * @throws IllegalArgumentException if the duration is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time cannot move back by " + duration.negated());
    }
    now.addAndGet(duration.toNanos());
    parked.forEach(LockSupport::unpark);
  }

  @Override
  public long nanos() {
    return now.get();
  }

  @Override
  public void parkUntil(long deadline) {
    if (autoAdvance) {
      now.updateAndGet(time -> deadline - time > 0 ? deadline : time);
      return;
    }
    parked.add(Thread.currentThread());
    try {
      if (deadline - now.get()
          > 0) { // read after add: one of this thread and advance sees the other
        LockSupport.park(this);
      }
    } finally {
      parked.remove(Thread.currentThread());
    }
  }
}
