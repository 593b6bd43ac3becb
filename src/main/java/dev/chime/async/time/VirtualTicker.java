package dev.chime.async.time;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A ticker for tests, whose time stands still until it is told to move. Thread-safe.
 *
 * <p>A {@linkplain #paused(long) paused} ticker moves only by {@link #advance}, which wakes all
 * threads that are parked by it. An {@linkplain #autoAdvancing(long) auto-advancing} ticker also
 * jumps to the deadline until which a thread wants to park. A shard parks only when it has nothing
 * else to do; so an executor of one shard runs through hours in no time, and always in the same
 * way. With several threads, use a paused one: a thread that is idle would move time under the
 * others.
 */
public final class VirtualTicker implements Ticker {

  private final AtomicLong now;
  private final boolean autoAdvance;
  private final Set<Thread> parked = ConcurrentHashMap.newKeySet();

  private VirtualTicker(long start, boolean autoAdvance) {
    this.now = new AtomicLong(start);
    this.autoAdvance = autoAdvance;
  }

  /** A ticker that stands at {@code start} until it is advanced. */
  public static VirtualTicker paused(long start) {
    return new VirtualTicker(start, false);
  }

  /** A ticker that stands at {@code start} until it is advanced, or a thread wants to park. */
  public static VirtualTicker autoAdvancing(long start) {
    return new VirtualTicker(start, true);
  }

  /** Moves time forward. */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back, but was asked to by " + duration);
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
          > 0) { // after entering the set: an advance sees this thread or is seen by it
        LockSupport.park(this);
      }
    } finally {
      parked.remove(Thread.currentThread());
    }
  }
}
