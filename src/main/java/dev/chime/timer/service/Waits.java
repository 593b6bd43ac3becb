package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.timer.Namespace;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All who are waiting now, so that they can be counted, limited and sent home. Thread-safe.
 *
 * <p>Each takes a place before it begins, and gives it back at its end.
 */
final class Waits {

  private final WaiterLimits limits;
  private final AtomicInteger count = new AtomicInteger();
  private final ConcurrentMap<Namespace, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Set<Runnable> endings = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  Waits(WaiterLimits limits) {
    this.limits = limits;
  }

  /**
   * Takes a place for as long as the future is not ready or dropped.
   *
   * @throws TooManyWaitersException if there is none
   */
  <T> Future<T> admit(Namespace namespace, Future<T> waiting) {
    return waiting.onEnd(take(namespace)::leave);
  }

  /**
   * Takes a place until it is closed.
   *
   * @throws TooManyWaitersException if there is none
   */
  Place take(Namespace namespace) {
    AtomicInteger ofNamespace = counts.computeIfAbsent(namespace, key -> new AtomicInteger());
    int most = limits.ofNamespace().applyAsInt(namespace);
    if (!take(ofNamespace, most)) {
      throw new TooManyWaitersException(namespace, most);
    }
    if (!take(count, limits.total())) {
      ofNamespace.decrementAndGet();
      throw new TooManyWaitersException(null, limits.total());
    }
    return new Place(ofNamespace);
  }

  private static boolean take(AtomicInteger taken, int most) {
    return taken.getAndUpdate(n -> n < most ? n + 1 : n) < most;
  }

  int count() {
    return count.get();
  }

  /** Has this run when waits are to end, until it {@linkplain #leave leaves}. */
  void enter(Runnable end) {
    endings.add(end);
  }

  void leave(Runnable end) {
    endings.remove(end);
  }

  /** How many would hear of the end. */
  int parked() {
    return endings.size();
  }

  boolean areEnding() {
    return ending;
  }

  /** Lets waits begin again. */
  void resume() {
    ending = false;
  }

  /** Ends every wait now, and from now on every new one at its first look. */
  void end() {
    ending = true;
    endings.forEach(Runnable::run);
  }

  /** A place, given back once. */
  final class Place {
    private final AtomicInteger ofNamespace;
    private final AtomicBoolean left = new AtomicBoolean();

    private Place(AtomicInteger ofNamespace) {
      this.ofNamespace = ofNamespace;
    }

    /** Gives it back. Idempotent. */
    void leave() {
      if (left.compareAndSet(false, true)) {
        ofNamespace.decrementAndGet();
        count.decrementAndGet();
      }
    }
  }
}
