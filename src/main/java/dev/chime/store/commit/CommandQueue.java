package dev.chime.store.commit;

import dev.chime.timer.StoreBusyException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Commands that wait to be written, and what of them makes a batch. Any thread puts in, one takes
 * out; the order is that in which they were put in.
 */
final class CommandQueue {

  static final int MAX_BATCH = 1024;

  /**
   * How long after a transaction has begun the next one begins at the earliest, if all that it is
   * about can wait. Timers that elapse come one by one, and each fsync takes as long as twenty.
   */
  private static final Duration MIN_INTERVAL = Duration.ofMillis(1);

  /** How often a batch is held back for others to join it, as long as some do. */
  private static final int MAX_YIELDS = 8;

  private final BlockingQueue<Command<?>> queue;
  private final int roomForCreates;

  CommandQueue(int capacity) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.roomForCreates = capacity - capacity / 4;
  }

  /**
   * Puts a command in.
   *
   * @throws StoreBusyException if there is no room
   */
  void submit(Command<?> command) {
    boolean roomLeft = !command.needsRoom() || queue.size() < roomForCreates;
    if (!roomLeft || !queue.offer(command)) {
      throw new StoreBusyException("too much is waiting to be stored");
    }
  }

  /** Ends a wait for a command; where there is no room for one more, nobody waits. */
  void wakeUp() {
    var _ = queue.offer(new Command.Probe());
  }

  int size() {
    return queue.size();
  }

  /**
   * Waits for a command, and adds it to a batch with all others that are there by the time that the
   * next transaction may begin.
   *
   * @param longest how long to wait for a first one, in place of which comes {@link Command.Probe};
   *     null to wait for as long as it takes
   * @param begun the {@link System#nanoTime()} at which the last transaction began
   */
  void takeBatch(List<Command<?>> batch, @Nullable Duration longest, long begun)
      throws InterruptedException {
    Command<?> first =
        longest == null ? queue.take() : queue.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
    batch.add(first == null ? new Command.Probe() : first);
    if (batch.getFirst().isDeferrable()) {
      gatherDeferrable(batch, begun + MIN_INTERVAL.toNanos());
    }
    yieldToSubmitters();
    queue.drainTo(batch, MAX_BATCH - batch.size());
  }

  /** Gathers what else can wait, until something comes that cannot, or it is time. */
  private void gatherDeferrable(List<Command<?>> batch, long end) {
    boolean goOn = true;
    while (goOn && batch.size() < MAX_BATCH) {
      Command<?> next = pollUntil(end);
      goOn = next != null && next.isDeferrable();
      if (next != null) {
        batch.add(next);
      }
    }
  }

  private @Nullable Command<?> pollUntil(long end) {
    try {
      return queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return null; // nobody has a reason to; what has been gathered must not be lost by it
    }
  }

  /**
   * Where processors are busy, those who have more for this batch may only be waiting for one.
   * Where they are not, this takes no time.
   */
  @SuppressWarnings("ThreadPriorityCheck") // nothing but speed depends on it
  private void yieldToSubmitters() {
    int before = -1;
    for (int i = 0; i < MAX_YIELDS && queue.size() > before; i++) {
      before = queue.size();
      Thread.yield();
    }
  }
}
