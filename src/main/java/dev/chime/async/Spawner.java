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
   * Makes a task of {@code future}: on the shard of the calling task, else on any.
   *
   * @return the future of the task's value
   * @throws RejectedSpawnException if the shard is full, or the spawner or executor closed
   */
  public <T> JoinHandle<T> spawn(Future<T> future) {
    return spawn(executor.anyShard(), future);
  }

  /**
   * Makes a task of {@code future} on the shard that all tasks of this affinity share; so they
   * never run at the same time and may share unguarded state.
   *
   * @return the future of the task's value
   * @throws RejectedSpawnException if the shard is full, or the spawner or executor closed
   */
  public <T> JoinHandle<T> spawn(int affinity, Future<T> future) {
    return spawn(executor.shardFor(affinity), future);
  }

  /**
   * Makes room for a task to be spawned later, so that what must precede it is not done in vain.
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
      future.drop(); // it belongs to the executor from the call on, as in the book
      throw e;
    }
  }

  private void checkOpen() {
    if (closed.get()) {
      throw RejectedSpawnException.closed();
    }
  }

  /** Says that no more tasks will come from here. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      executor.spawnerClosed();
    }
  }
}
