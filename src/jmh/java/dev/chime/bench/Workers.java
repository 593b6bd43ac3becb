package dev.chime.bench;

import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Something that does a piece of work, always the same, once for each time it is asked to. */
public interface Workers extends AutoCloseable {

  /** Asks for the work to be done soon, by another thread or by this one later. */
  void spawn();

  @Override
  default void close() {}

  /** The implementations that are compared. */
  enum Kind {
    /** An executor of one shard. */
    CHIME,
    /** {@code ForkJoinPool.commonPool()}. */
    COMMON_POOL,
    /** {@code Thread.startVirtualThread}. */
    VIRTUAL_THREADS,
    /** A {@code ScheduledThreadPoolExecutor} of one thread. */
    SCHEDULED_POOL;

    Workers doing(Runnable work) {
      return switch (this) {
        case CHIME -> new Shard(work);
        case COMMON_POOL -> () -> ForkJoinPool.commonPool().execute(work);
        case VIRTUAL_THREADS -> () -> Thread.startVirtualThread(work);
        case SCHEDULED_POOL -> new Pool(work);
      };
    }
  }

  /** Tasks on a shard, each ready at its first poll. */
  final class Shard implements Workers {
    private final Executor executor = Executor.builder().build();
    private final Spawner spawner = executor.spawner();
    private final Future<Unit> task;

    private Shard(Runnable work) {
      task =
          context -> {
            work.run();
            return Unit.ready();
          };
      executor.start();
    }

    @Override
    public void spawn() {
      var _ = spawner.spawn(task);
    }

    @Override
    public void close() {
      executor.close();
    }
  }

  /** A pool of one thread. */
  final class Pool implements Workers {
    private final ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
    private final Runnable work;

    private Pool(Runnable work) {
      this.work = work;
    }

    @Override
    public void spawn() {
      pool.execute(work);
    }

    @Override
    public void close() {
      pool.close();
    }
  }
}
