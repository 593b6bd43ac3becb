package dev.chime.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The number of tasks of a shard. The shard's own thread counts most of those that come and all of
 * those that go, and needs no atomic instruction for that. So there are two counters, and only
 * their sum means anything.
 *
 * <p>The sum may be too large by what changes during the reading, but it is never zero too early:
 * the own counter is read first. To cancel out the tasks that were pending then, the other counter
 * would have to fall by their number. But it falls only when reservations are given back, and these
 * count as pending themselves.
 */
final class TaskCount extends CacheLinePadded {

  private static final VarHandle OWN;

  static {
    try {
      OWN = MethodHandles.lookup().findVarHandle(TaskCount.class, "own", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final AtomicInteger others = new AtomicInteger();
  private int own;

  /** Counts a task to come. Any thread; a full fence. */
  void increment() {
    others.incrementAndGet();
  }

  /** Takes back an {@link #increment}. Any thread. */
  void decrement() {
    others.decrementAndGet();
  }

  /** Counts a task. The shard's thread. */
  void incrementAlone() {
    OWN.setRelease(this, own + 1);
  }

  /** Takes back the count of a task, whoever counted it. The shard's thread. */
  void decrementAlone() {
    OWN.setRelease(this, own - 1);
  }

  int get() {
    int before = (int) OWN.getAcquire(this);
    return before + others.get();
  }
}
