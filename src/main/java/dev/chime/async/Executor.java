package dev.chime.async;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Polls tasks: the book's {@code Executor}, with one ready queue per shard instead of one channel.
 *
 * <p>{@link #run()} is the book's: it polls what the {@linkplain #spawner() spawners} send until
 * all of them are closed and every task is done. {@link #start()} does the same on threads of its
 * own, and {@link #close()} ends it early. Thread-safe; runs once.
 */
public final class Executor implements AutoCloseable {

  /** Describes an executor before it is made. Not thread-safe. */
  public static final class Builder {
    private int shards = 1;
    private int capacity = 1_000_000;
    private Function<? super Shard, ? extends Driver> drivers = shard -> Driver.idle();

    private Builder() {}

    /** The number of shards, each with its own thread; one by default. */
    public Builder shards(int shards) {
      this.shards = positive("shards", shards);
      return this;
    }

    /** The largest number of tasks, in equal parts for all shards; a million by default. */
    public Builder capacity(int capacity) {
      this.capacity = positive("capacity", capacity);
      return this;
    }

    /** Makes the driver of each shard; {@link Driver#idle()} by default. */
    public Builder driver(Function<? super Shard, ? extends Driver> drivers) {
      this.drivers = drivers;
      return this;
    }

    /**
     * The executor, not yet running.
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

    /** A shard's part of the capacity; the parts add up to it exactly. */
    private int share(int shard) {
      return capacity / shards + (shard < capacity % shards ? 1 : 0);
    }

    private static int positive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, not " + value);
      }
      return value;
    }
  }

  private final List<Shard> shards;
  private final AtomicInteger openSpawners = new AtomicInteger();
  private final AtomicInteger nextShard = new AtomicInteger();
  private final Object beginning = new Object();
  private final CountDownLatch unfinished;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private boolean begun;
  private volatile boolean closing;

  private Executor(Builder builder) {
    shards =
        IntStream.range(0, builder.shards)
            .mapToObj(index -> new Shard(this, index, builder.share(index), builder.drivers))
            .toList();
    unfinished = new CountDownLatch(builder.shards);
  }

  /** A builder with the default values. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A new spawner, which keeps {@link #run()} from ending until it is closed.
   *
   * @throws IllegalStateException if it was started and all its spawners are closed
   */
  public Spawner spawner() {
    synchronized (beginning) {
      if (begun && openSpawners.get() == 0) {
        throw new IllegalStateException("the executor has ended");
      }
      openSpawners.incrementAndGet();
    }
    return new Spawner(this);
  }

  /**
   * Polls tasks, on the calling thread and one more for each shard after the first, until every
   * spawner is closed and every task is done, or until {@link #close()}. Make a spawner first;
   * without one, it ends at once.
   *
   * @throws IllegalStateException if it has run before
   */
  public void run() {
    begin(1);
    runShard(shards.getFirst());
    awaitEnd();
  }

  /**
   * Does what {@link #run()} does on threads of its own, and returns at once.
   *
   * @throws IllegalStateException if it has run before
   */
  public void start() {
    begin(0);
  }

  /**
   * Shuts down: refuses further tasks, drops those that are left (their handles see a cancelled
   * task), and waits for the threads to end. Idempotent. Called by a task, it does not wait.
   */
  @Override
  public void close() {
    closing = true;
    synchronized (beginning) {
      if (!begun) {
        begin(0); // the threads find it closed and settle what has been spawned
      }
    }
    shards.forEach(Shard::unpark);
    if (shards.stream().noneMatch(Shard::isCurrent)) {
      awaitEnd();
    }
  }

  /** Each shard's counts. */
  public List<ShardStats> stats() {
    return shards.stream().map(Shard::stats).toList();
  }

  /**
   * Polls a future on the calling thread, which parks while the future is pending: the book's
   * {@code block_on}. Needs no executor. Must not be called by a task, whose shard it would block.
   *
   * @return the future's value
   * @throws InterruptedException if interrupted while parked; the future has then been dropped
   */
  public static <T> T blockOn(Future<T> future) throws InterruptedException {
    return new Parker().blockOn(future);
  }

  private void begin(int firstThread) {
    synchronized (beginning) {
      if (begun) {
        throw new IllegalStateException("an executor runs only once");
      }
      begun = true;
    }
    for (Shard shard : shards.subList(firstThread, shards.size())) {
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
      unfinished.countDown();
    }
  }

  private void awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        unfinished.await();
        for (Thread thread : threads) {
          thread.join();
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true; // the shards end by themselves; tell the caller afterwards
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- for spawners and shards ----

  /** The shard for a task that may live anywhere: the caller's own, else one after the other. */
  Shard anyShard() {
    for (Shard shard : shards) {
      if (shard.isCurrent()) {
        return shard;
      }
    }
    return shardFor(nextShard.getAndIncrement());
  }

  /** The shard for tasks that must live together. */
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

  /** Wakes the other shards: one of them has found that the executor has ended. */
  void shardEnded() {
    shards.forEach(Shard::unpark);
  }

  boolean isClosedToSpawns() {
    return closing || openSpawners.get() == 0;
  }

  /**
   * Whether the shards are to stop. Once true it stays true: without spawners, counts only fall.
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
