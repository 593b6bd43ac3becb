package dev.chime.async;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A spawner sends futures to an executor as tasks: the book's {@code Spawner}. Close it after the
 * last task, because {@link Executor#run()} waits for that. Thread-safe.
 */
public final class Spawner implements AutoCloseable {

  private final Executor executor;
  private final AtomicBoolean closed = new AtomicBoolean();

  Spawner(Executor executor) {
    this.executor = executor;
  }

  /**
   * Spawns {@code future} as a task, on the shard of the calling task if there is one, otherwise on
   * any shard. A refused future is dropped.
   *
   * @return the task's handle
   * @throws RejectedSpawnException if the shard is full, or the spawner or executor is closed
   */
  public <T> JoinHandle<T> spawn(Future<T> future) {
    return spawn(executor.anyShard(), future);
  }

  /**
   * Spawns {@code future} as a task on the shard of this affinity. Tasks with the same affinity
   * never run at the same time, so they may share state without a lock.
   *
   * @return the task's handle
   * @throws RejectedSpawnException if the shard is full, or the spawner or executor is closed
   */
  public <T> JoinHandle<T> spawn(int affinity, Future<T> future) {
    return spawn(executor.shardFor(affinity), future);
  }

  /**
   * Reserves capacity for a task that is spawned later. So the work before the spawn is not lost
   * because the shard is full.
   *
   * @throws RejectedSpawnException if the shard is full, or the spawner or executor is closed
   */
  public Permit reserve(int affinity) {
    checkOpen();
    Shard shard = executor.shardFor(affinity);
    shard.reserve();
    return new Permit(shard);
  }

  private <T> JoinHandle<T> spawn(Shard shard, Future<T> future) {
    try {
      checkOpen();
      return shard.spawn(future);
    } catch (RejectedSpawnException e) {
      future.drop(); // in the book it is moved into the call, and goes out of scope here
      throw e;
    }
  }

  private void checkOpen() {
    if (closed.get()) {
      throw RejectedSpawnException.closed();
    }
  }

  /** Closes this spawner: it accepts no more tasks. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      executor.spawnerClosed();
    }
  }
}
