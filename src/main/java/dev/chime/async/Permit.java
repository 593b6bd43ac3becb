package dev.chime.async;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A permit to spawn one task on a shard. Use it once, or close it. Until then it counts as a
 * pending task, and the executor does not end. Thread-safe.
 */
public final class Permit implements AutoCloseable {

  private final Shard shard;
  private final AtomicBoolean used = new AtomicBoolean();

  Permit(Shard shard) {
    this.shard = shard;
  }

  /**
   * Spawns {@code future} as a task. It is never refused. If the executor is closing, the task is
   * cancelled.
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

  /** Returns the permit unless it has been used. Idempotent. */
  @Override
  public void close() {
    if (used.compareAndSet(false, true)) {
      shard.release();
    }
  }
}
