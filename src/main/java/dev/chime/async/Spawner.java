package dev.chime.async;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends futures to an executor as tasks: the book's {@code Spawner}. Thread-safe. Close it when no
 * more will come; the executor's {@link Executor#run()} waits for that.
 */
public final class Spawner implements AutoCloseable {

  private final Executor executor;
  private final AtomicBoolean closed = new AtomicBoolean();

  Spawner(Executor executor) {
    this.executor = executor;
  }

  /**
   * Makes a task of {@code future}: on the shard of the calling task, or else on any shard. A
   * future that is refused is dropped.
   *
   * @return the task's handle
   * @throws RejectedSpawnException if the shard is full, or the spawner or executor closed
   */
  public <T> JoinHandle<T> spawn(Future<T> future) {
    return spawn(executor.anyShard(), future);
  }

  /**
   * Makes a task of {@code future} on the shard of this affinity. Tasks with the same affinity
   * never run at the same time, so they may share state without a lock.
   *
   * @return the task's handle
   * @throws RejectedSpawnException if the shard is full, or the spawner or executor closed
   */
  public <T> JoinHandle<T> spawn(int affinity, Future<T> future) {
    return spawn(executor.shardFor(affinity), future);
  }

  /**
   * Reserves room for a task that is spawned later, so that the work before it is not in vain.
   *
   * @throws RejectedSpawnException if the shard is full, or the spawner or executor closed
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
      future.drop(); // in the book it was moved into the call, and goes out of scope
      throw e;
    }
  }

  private void checkOpen() {
    if (closed.get()) {
      throw RejectedSpawnException.closed();
    }
  }

  /** Says that this spawner will send no more tasks. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      executor.spawnerClosed();
    }
  }
}
