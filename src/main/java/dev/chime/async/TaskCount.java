package dev.chime.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The number of tasks of a shard. It is the sum of two counters: one is written only by the shard's
 * thread, without atomic instructions, and the other by all other threads. The shard's thread
 * counts most of the new tasks and all tasks that end.
 *
 * <p>The sum may be too large because of changes during the read, but it is never zero too early.
 * The shard's own counter is read first. After that, the other counter would have to fall by the
 * number of tasks that were pending at that moment. But it falls only when reservations are
 * returned, and these count as pending, too.
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

  /** Counts a task that will be spawned. Any thread; a full fence. */
  void increment() {
    others.incrementAndGet();
  }

  /** Undoes an {@link #increment}. Any thread. */
  void decrement() {
    others.decrementAndGet();
  }

  /** Counts a new task. The shard's thread. */
  void incrementByOwner() {
    OWN.setRelease(this, own + 1);
  }

  /** Counts the end of a task, whichever thread has counted its start. The shard's thread. */
  void decrementByOwner() {
    OWN.setRelease(this, own - 1);
  }

  int get() {
    int before = (int) OWN.getAcquire(this);
    return before + others.get();
  }
}
