package dev.chime.async;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Room for one task on a shard. Use it once, or close it: until then it counts as a pending task,
 * and the executor does not end. Thread-safe.
 */
public final class Permit implements AutoCloseable {

  private final Shard shard;
  private final AtomicBoolean used = new AtomicBoolean();

  Permit(Shard shard) {
    this.shard = shard;
  }

  /**
   * Makes a task of {@code future}. It is never refused; if the executor is closing, the task ends
   * as cancelled.
   *
   * @return the task's handle
   * @throws IllegalStateException if the permit has been used or closed
   */
  public <T> JoinHandle<T> spawn(Future<T> future) {
    if (!used.compareAndSet(false, true)) {
      throw new IllegalStateException("a permit is for one task");
    }
    return shard.spawnReserved(future);
  }

  /** Gives the room back unless it has been used. Idempotent. */
  @Override
  public void close() {
    if (used.compareAndSet(false, true)) {
      shard.release();
    }
  }
}
