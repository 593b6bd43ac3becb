package dev.chime.bench;

/** Two players that hit a ball to and fro. */
public interface Rally extends AutoCloseable {

  /** Plays this many strokes, half of them by each, and returns when both players have ended. */
  void play(int strokes) throws InterruptedException;

  @Override
  default void close() {}

  /** Players that take turns on one thread. */
  enum OnOneThread {
    /** Tasks of one shard. */
    CHIME,
    /** Virtual threads on one carrier, by park and unpark. */
    VIRTUAL_PARK,
    /** Virtual threads on one carrier, by synchronous queues. */
    VIRTUAL_QUEUE,
    /** Tasks of a {@code ForkJoinPool} of one thread that submit each other. */
    FORK_JOIN_POOL;

    Rally open() {
      return switch (this) {
        case CHIME -> new TaskRally(1);
        case VIRTUAL_PARK -> new ParkRally(Thread.ofVirtual());
        case VIRTUAL_QUEUE -> new QueueRally(Thread.ofVirtual());
        case FORK_JOIN_POOL -> new PoolRally(1);
      };
    }
  }

  /** Players on two threads. */
  enum OnTwoThreads {
    /** Tasks of two shards. */
    CHIME,
    /** Virtual threads on the machine's carriers, by park and unpark. */
    VIRTUAL_PARK,
    /** Virtual threads on the machine's carriers, by synchronous queues. */
    VIRTUAL_QUEUE,
    /** Platform threads, by park and unpark. */
    PLATFORM_PARK,
    /** Platform threads, by synchronous queues. */
    PLATFORM_QUEUE,
    /** Tasks of a {@code ForkJoinPool} of two threads that submit each other. */
    FORK_JOIN_POOL;

    Rally open() {
      return switch (this) {
        case CHIME -> new TaskRally(2);
        case VIRTUAL_PARK -> new ParkRally(Thread.ofVirtual());
        case VIRTUAL_QUEUE -> new QueueRally(Thread.ofVirtual());
        case PLATFORM_PARK -> new ParkRally(Thread.ofPlatform());
        case PLATFORM_QUEUE -> new QueueRally(Thread.ofPlatform());
        case FORK_JOIN_POOL -> new PoolRally(2);
      };
    }
  }
}
