package dev.chime.store.commit;

import dev.chime.timer.StoreBusyException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The commands that wait to be written, in the order in which they were submitted. Any thread may
 * submit; one thread takes batches.
 */
final class CommandQueue {

  static final int MAX_BATCH = 1024;

  /** How long an outcome stays in memory only, if there is no other transaction. */
  private static final Duration MAX_FLUSH_DELAY = Duration.ofMillis(50);

  /** How often the writer yields to submitters, as long as the queue grows. */
  private static final int MAX_YIELDS = 8;

  private final BlockingQueue<Command<?>> queue;
  private final int roomForCreates;
  private final AtomicBoolean flushQueued = new AtomicBoolean();
  private final AtomicBoolean promptFlushQueued = new AtomicBoolean();

  /**
   * An empty queue.
   *
   * @param capacity how many commands may wait; those that need room may take three quarters
   */
  CommandQueue(int capacity) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.roomForCreates = capacity - capacity / 4;
  }

  /**
   * Adds a command.
   *
   * @throws StoreBusyException if the queue is full
   */
  void submit(Command<?> command) {
    boolean roomLeft = !command.needsRoom() || queue.size() < roomForCreates;
    if (!roomLeft || !queue.offer(command)) {
      throw new StoreBusyException("too many requests are waiting to be stored");
    }
  }

  /** Ends the writer's wait for a command. If the queue is full, the writer does not wait. */
  void wakeUp() {
    var _ = queue.offer(new Command.Probe());
  }

  /** Has the writer begin a transaction soon. If the queue is full, it does so anyway. */
  void flushSoon() {
    offerOnce(Command.Probe.within(MAX_FLUSH_DELAY), flushQueued);
  }

  /** Has the writer begin a transaction as soon as for a command that elapses a timer. */
  void flushPromptly() {
    offerOnce(Command.Probe.atInterval(), promptFlushQueued);
  }

  private void offerOnce(Command.Probe probe, AtomicBoolean queued) {
    if (queued.compareAndSet(false, true) && !queue.offer(probe)) {
      queued.set(false);
    }
  }

  /** How many commands wait, apart from those that only have outcomes written. */
  int size() {
    int flushes = (flushQueued.get() ? 1 : 0) + (promptFlushQueued.get() ? 1 : 0);
    return Math.max(0, queue.size() - flushes);
  }

  /** The part of the room for commands that need it which is taken; from 1 on they are refused. */
  double used() {
    return (double) size() / roomForCreates;
  }

  /**
   * Waits for a command. Adds it to a batch, with all others that are there when the next
   * transaction may begin.
   *
   * @param longest how long to wait for the first command, in whose place then comes a {@link
   *     Command.Probe}; null to wait without limit
   * @param begun the {@link System#nanoTime()} at which the last transaction began
   */
  void takeBatch(List<Command<?>> batch, @Nullable Duration longest, long begun)
      throws InterruptedException {
    Command<?> first =
        longest == null ? queue.take() : queue.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
    batch.add(first == null ? new Command.Probe() : first);
    gatherWhileAllMayWait(batch, begun);
    yieldToSubmitters();
    fill(batch);
  }

  /**
   * Adds the commands to a batch that are there, or come within a time. None of them waits for
   * others to join it.
   *
   * @param longest how long to wait for the first command, in nanoseconds
   * @return whether there were any
   */
  boolean takeWhatIsThere(List<Command<?>> batch, long longest) throws InterruptedException {
    Command<?> first = queue.poll(longest, TimeUnit.NANOSECONDS);
    if (first == null) {
      return false;
    }
    batch.add(first);
    yieldToSubmitters();
    fill(batch);
    return true;
  }

  private void fill(List<Command<?>> batch) {
    queue.drainTo(batch, MAX_BATCH - batch.size());
    promptFlushQueued.set(false);
    flushQueued.set(false); // an outcome that is decided from now on may miss this transaction
  }

  /** Takes commands as long as all of them may wait. */
  private void gatherWhileAllMayWait(List<Command<?>> batch, long begun) {
    long now = System.nanoTime();
    long end = now + batch.getFirst().mayWait(now, begun);
    while (end - now > 0 && batch.size() < MAX_BATCH) {
      Command<?> next = pollUntil(end);
      now = System.nanoTime();
      if (next != null) {
        batch.add(next);
        end = now + Math.min(end - now, next.mayWait(now, begun));
      }
    }
  }

  private @Nullable Command<?> pollUntil(long end) {
    try {
      return queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return null; // nobody interrupts on purpose; the batch must not be lost by it
    }
  }

  /**
   * Lets threads run that may have more commands for this batch, and wait for a processor. Takes no
   * time if no thread waits for one.
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
