package dev.chime.async;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * An executor that polls tasks: the book's {@code Executor}, with one ready queue per shard instead
 * of one channel.
 *
 * <p>{@link #run()} is the same as in the book: it polls the tasks of the {@linkplain #spawner()
 * spawners} until all spawners are closed and every task is done. {@link #start()} does the same on
 * its own threads, and {@link #close()} ends it early. Thread-safe. An executor runs only once.
 */
public final class Executor implements AutoCloseable {

  /** A builder of executors. Not thread-safe. */
  public static final class Builder {
    private int shards = 1;
    private int capacity = 1_000_000;
    private Function<? super Shard, ? extends Driver> drivers = shard -> Driver.idle();

    private Builder() {}

    /** Sets the number of shards, each with its own thread; one by default. */
    public Builder shards(int shards) {
      this.shards = requirePositive("shards", shards);
      return this;
    }

    /** Sets the largest number of tasks, in equal parts for all shards; a million by default. */
    public Builder capacity(int capacity) {
      this.capacity = requirePositive("capacity", capacity);
      return this;
    }

    /** Sets the function that makes the driver of a shard; {@link Driver#idle()} by default. */
    public Builder driver(Function<? super Shard, ? extends Driver> drivers) {
      this.drivers = drivers;
      return this;
    }

    /**
     * Builds the executor. It does not run yet.
     *
     * @throws IllegalArgumentException if the capacity is smaller than the number of shards
     */
    public Executor build() {
      if (capacity < shards) {
        throw new IllegalArgumentException(
            "capacity must be at least the number of shards, " + shards + ", not " + capacity);
      }
      return new Executor(this);
    }

    /** The capacity of one shard. The capacities of all shards add up exactly to the whole. */
    private int shardCapacity(int shard) {
      return capacity / shards + (shard < capacity % shards ? 1 : 0);
    }

    private static int requirePositive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, not " + value);
      }
      return value;
    }
  }

  private final List<Shard> shards;
  private final AtomicInteger openSpawners = new AtomicInteger();
  private final AtomicInteger nextShard = new AtomicInteger();
  private final Object startLock = new Object();
  private final CountDownLatch runningShards;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private boolean started;
  private volatile boolean closing;

  private Executor(Builder builder) {
    shards =
        IntStream.range(0, builder.shards)
            .mapToObj(
                index -> new Shard(this, index, builder.shardCapacity(index), builder.drivers))
            .toList();
    runningShards = new CountDownLatch(builder.shards);
  }

  /** A builder with the default values. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Makes a new spawner. {@link #run()} does not end until it is closed.
   *
   * @throws IllegalStateException if the executor was started and all its spawners are closed
   */
  public Spawner spawner() {
    synchronized (startLock) {
      if (started && openSpawners.get() == 0) {
        throw new IllegalStateException("the executor has ended");
      }
      openSpawners.incrementAndGet();
    }
    return new Spawner(this);
  }

  /**
   * Polls tasks until every spawner is closed and every task is done, or until {@link #close()}.
   * The calling thread runs the first shard; each other shard gets its own thread. Make a spawner
   * first: without one, this method returns at once.
   *
   * @throws IllegalStateException if the executor has run before
   */
  public void run() {
    startThreads(1);
    runShard(shards.getFirst());
    awaitEnd();
  }

  /**
   * Does the same as {@link #run()}, but on its own threads, and returns at once.
   *
   * @throws IllegalStateException if the executor has run before
   */
  public void start() {
    startThreads(0);
  }

  /**
   * Shuts down: refuses new tasks, drops the tasks that are left (their handles see a cancelled
   * task), and waits for the threads to end. Does not wait if a task calls it. Idempotent.
   */
  @Override
  public void close() {
    closing = true;
    synchronized (startLock) {
      if (!started) {
        startThreads(0); // they find it closed, and cancel the tasks that were spawned
      }
    }
    shards.forEach(Shard::unpark);
    if (shards.stream().noneMatch(Shard::isCurrent)) {
      awaitEnd();
    }
  }

  /** The counts of each shard. */
  public List<ShardStats> stats() {
    return shards.stream().map(Shard::stats).toList();
  }

  /**
   * Polls a future on the calling thread, and parks while the future is pending: the book's {@code
   * block_on}. It needs no executor. A task must not call it, because it would block the shard.
   *
   * @return the value of the future
   * @throws InterruptedException if interrupted while parked; the future has been dropped then
   */
  public static <T> T blockOn(Future<T> future) throws InterruptedException {
    return new Parker().blockOn(future);
  }

  private void startThreads(int firstShard) {
    synchronized (startLock) {
      if (started) {
        throw new IllegalStateException("an executor runs only once");
      }
      started = true;
    }
    for (Shard shard : shards.subList(firstShard, shards.size())) {
      Thread thread =
          Thread.ofPlatform().name("chime-shard-" + shard.index()).unstarted(() -> runShard(shard));
      threads.add(thread);
      thread.start();
    }
  }

  private void runShard(Shard shard) {
    try {
      shard.run();
    } finally {
      runningShards.countDown();
    }
  }

  private void awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        runningShards.await();
        for (Thread thread : threads) {
          thread.join();
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true; // restored afterwards: the shards end by themselves
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- for spawners and shards ----

  /** The shard for a task without affinity: the caller's shard, otherwise the next one in turn. */
  Shard anyShard() {
    for (Shard shard : shards) {
      if (shard.isCurrent()) {
        return shard;
      }
    }
    return shardFor(nextShard.getAndIncrement());
  }

  /** The shard for tasks with this affinity. */
  Shard shardFor(int affinity) {
    return shards.get(Math.floorMod(affinity, shards.size()));
  }

  void spawnerClosed() {
    if (openSpawners.decrementAndGet() == 0) {
      shards.forEach(Shard::unpark);
    }
  }

  void taskCountReachedZero() {
    if (hasEnded()) {
      shards.forEach(Shard::unpark);
    }
  }

  /** Unparks all shards, after one of them has found that the executor has ended. */
  void shardEnded() {
    shards.forEach(Shard::unpark);
  }

  boolean isClosedToSpawns() {
    return closing || openSpawners.get() == 0;
  }

  /**
   * Whether the shards must stop. Once true it stays true, because counts only fall without
   * spawners.
   */
  boolean hasEnded() {
    if (closing) {
      return true;
    }
    if (openSpawners.get() > 0) {
      return false;
    }
    for (Shard shard : shards) {
      if (shard.pending() > 0) {
        return false;
      }
    }
    return true;
  }
}
