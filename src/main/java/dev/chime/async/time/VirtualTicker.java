package dev.chime.async.time;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Time that stands still until it is told to move: for tests. Thread-safe.
 *
 * <p>{@linkplain #paused(long) Paused}, it moves by {@link #advance} only, and whoever is parked by
 * it wakes and looks. {@linkplain #autoAdvancing(long) Auto-advancing}, it also jumps to the
 * deadline that a thread wants to park until; since a shard parks only when it has nothing else to
 * do, an executor of one shard then runs through hours in no time, and always in the same way. With
 * more than one thread, one that is idle would move time under the others: pause instead.
 */
public final class VirtualTicker implements Ticker {

  private final AtomicLong now;
  private final boolean autoAdvance;
  private final Set<Thread> parked = ConcurrentHashMap.newKeySet();

  private VirtualTicker(long start, boolean autoAdvance) {
    this.now = new AtomicLong(start);
    this.autoAdvance = autoAdvance;
  }

  /** Time that stands at {@code start} until it is advanced. */
  public static VirtualTicker paused(long start) {
    return new VirtualTicker(start, false);
  }

  /** Time that stands at {@code start} until it is advanced or somebody wants to wait. */
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
      if (deadline - now.get() > 0) { // asked after entering the set: an advance sees it or is seen
        LockSupport.park(this);
      }
    } finally {
      parked.remove(Thread.currentThread());
    }
  }
}
