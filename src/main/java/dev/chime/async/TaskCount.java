package dev.chime.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many tasks a shard has. Most that come and all that go are counted by the shard's own thread,
 * which needs no atomic instruction for that; so there are two counters, and only their sum means
 * anything.
 *
 * <p>The sum may be too large by what changes meanwhile, but not zero too soon: the own counter is
 * read first. To make up for all that was pending then, the other would have to fall by as much,
 * and it falls only by reservations given back, which have been pending themselves.
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

  /** Counts a task off, whoever counted it. The shard's thread. */
  void decrementAlone() {
    OWN.setRelease(this, own - 1);
  }

  int get() {
    int before = (int) OWN.getAcquire(this);
    return before + others.get();
  }
}
