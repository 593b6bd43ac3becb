package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.timer.Namespace;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All waiters, streams of events included: it counts them, limits them, and tells them when all
 * waiting is to end. Each waiter takes a place before it begins and gives it back when it ends.
 * Thread-safe.
 */
public final class WaiterRegistry {

  private final WaiterLimits limits;
  private final AtomicInteger count = new AtomicInteger();
  private final ConcurrentMap<Namespace, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Set<Runnable> endListeners = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  /** A registry without waiters. */
  public WaiterRegistry(WaiterLimits limits) {
    this.limits = limits;
  }

  /**
   * Takes a place until the future ends.
   *
   * @throws TooManyWaitersException if there is none
   */
  public <T> Future<T> admit(Namespace namespace, Future<T> waiting) {
    return waiting.onEnd(take(namespace)::leave);
  }

  /**
   * Takes a place until it is left.
   *
   * @throws TooManyWaitersException if there is none
   */
  public Place take(Namespace namespace) {
    AtomicInteger ofNamespace = counts.computeIfAbsent(namespace, key -> new AtomicInteger());
    int limit = limits.ofNamespace().applyAsInt(namespace);
    if (!incrementBelow(limit, ofNamespace)) {
      throw new TooManyWaitersException(namespace, limit);
    }
    if (!incrementBelow(limits.total(), count)) {
      ofNamespace.decrementAndGet();
      throw new TooManyWaitersException(null, limits.total());
    }
    return new Place(ofNamespace);
  }

  private static boolean incrementBelow(int limit, AtomicInteger counter) {
    return counter.getAndUpdate(n -> n < limit ? n + 1 : n) < limit;
  }

  /** The number of waiters. */
  public int count() {
    return count.get();
  }

  /** Runs this when all waiting is to end, unless it has been removed by then. */
  public void addEndListener(Runnable listener) {
    endListeners.add(listener);
  }

  /** Does not run this at the end. */
  public void removeEndListener(Runnable listener) {
    endListeners.remove(listener);
  }

  /** The number of end listeners. */
  public int endListeners() {
    return endListeners.size();
  }

  /** Whether all waiting is to end. To be asked after a listener was added. */
  public boolean isEnding() {
    return ending;
  }

  /** Allows waiting again. */
  void resume() {
    ending = false;
  }

  /** Ends the wait of every waiter, and of each that comes later. */
  public void end() {
    ending = true;
    endListeners.forEach(Runnable::run);
  }

  /** The place of one waiter. */
  public final class Place {
    private final AtomicInteger ofNamespace;
    private final AtomicBoolean left = new AtomicBoolean();

    private Place(AtomicInteger ofNamespace) {
      this.ofNamespace = ofNamespace;
    }

    /** Gives the place back. Idempotent. */
    public void leave() {
      if (left.compareAndSet(false, true)) {
        ofNamespace.decrementAndGet();
        count.decrementAndGet();
      }
    }
  }
}
