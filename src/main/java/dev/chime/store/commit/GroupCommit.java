package dev.chime.store.commit;

import dev.chime.timer.ChangeListener;
import dev.chime.timer.StoreBusyException;
import dev.chime.timer.StoreException;
import dev.chime.timer.StoreFullException;
import dev.chime.timer.TestClocks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A thread that commits. It takes all commands that wait, up to a limit, executes them in one
 * transaction, commits with one fsync, and only then completes their futures. Meanwhile the next
 * batch gathers. So a single request is answered after one commit, and a thousand requests at once
 * share one (group commit, as in D. J. DeWitt et al., "Implementation Techniques for Main Memory
 * Database Systems", SIGMOD 1984). Commands are executed in the order in which they were submitted.
 * Thread-safe.
 *
 * <p>When a commit fails, {@link CommitFailures} decides what is tried next. While there is a
 * problem, the thread tests once a second whether it can write again; after a failed fsync it
 * writes no more.
 */
final class GroupCommit implements AutoCloseable {

  private static final Logger LOG = System.getLogger(GroupCommit.class.getName());

  /**
   * The size from which on a batch's futures are completed by a virtual thread. Most of those who
   * wait are virtual threads: a platform thread wakes each of them through a shared queue, a
   * virtual thread through the queue of its own carrier. And the next batch need not wait for it.
   */
  private static final int LARGE_BATCH = 4;

  /** The least time from one step of a copy to the next: with 256 KB a step, 64 MB a second. */
  private static final long STEP_NANOS = 4_000_000;

  /** In place of a time, while no transaction runs. */
  private static final long NONE = Long.MIN_VALUE;

  private record FailedBatch(Batch batch, SQLException cause) {}

  private final BatchWriter writer;
  private final StoreHealth health = new StoreHealth();
  private final CommitFailures failures;
  private final CommitListener listener;
  private final ChangeListener changes;
  private final CommitNews news;
  private final UnpersistedOutcomes unpersisted;
  private final CommandQueue queue;
  private final Runnable onFirstFailure;
  private final Thread thread;
  private final AtomicReference<@Nullable DatabaseCopy> waitingCopy = new AtomicReference<>();
  private boolean isCopying;
  private @Nullable FailedBatch failedAmidCopy;
  private volatile int executing;
  private volatile boolean closing;
  private long begun = System.nanoTime();
  private volatile long running = NONE;

  GroupCommit(
      Database database,
      NamespaceCounts counts,
      TestClocks clocks,
      CommitListener listener,
      ChangeListener changes,
      CommitNews news,
      UnpersistedOutcomes unpersisted,
      int capacity,
      Runnable onFirstFailure)
      throws SQLException {
    this.writer = new BatchWriter(database, counts, clocks, unpersisted);
    this.failures = new CommitFailures(database, writer, health, listener, changes, unpersisted);
    this.listener = listener;
    this.changes = changes;
    this.news = news;
    this.unpersisted = unpersisted;
    this.queue = new CommandQueue(capacity);
    this.onFirstFailure = onFirstFailure;
    this.thread = Thread.ofPlatform().name("chime-writer").start(this::run);
  }

  /**
   * Queues a command.
   *
   * @throws StoreBusyException if the queue is full, or closed
   */
  void submit(Command<?> command) {
    if (closing) {
      throw new StoreBusyException("the store is closing");
    }
    queue.submit(command);
  }

  /**
   * Has the thread copy the database, between its transactions.
   *
   * @throws StoreBusyException if another copy waits, or if this is closed
   */
  void copy(DatabaseCopy copy) {
    if (closing || !waitingCopy.compareAndSet(null, copy)) {
      throw new StoreBusyException("the store is closing, or is being copied");
    }
    queue.wakeUp();
  }

  /** Has the thread test whether it can write. */
  void probe() {
    queue.wakeUp();
  }

  /** Has the outcomes that were decided in memory written soon. */
  void flushSoon() {
    queue.flushSoon();
  }

  /** Has them written without delay. */
  void flushPromptly() {
    queue.flushPromptly();
  }

  /** How many commands wait. */
  int queued() {
    return queue.size();
  }

  /** The part of the room for new timers that is taken; from 1 on they are refused. */
  double used() {
    return queue.used();
  }

  /** How long the transaction that is being written has taken so far; zero if there is none. */
  Duration running() {
    long start = running;
    return start == NONE ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Why transactions fail at present.
   *
   * @return null if they succeed
   */
  @Nullable String problem() {
    return health.problem();
  }

  /** How many commands wait or are being executed. */
  int load() {
    return queue.size() + executing;
  }

  private void run() {
    List<Command<?>> taken = new ArrayList<>(CommandQueue.MAX_BATCH);
    while (!closing || queue.size() > 0 || mustPersist()) {
      taken.clear();
      executing = 0;
      try {
        queue.takeBatch(taken, health.probeAfter(), begun);
      } catch (InterruptedException e) {
        continue; // nobody interrupts on purpose
      }
      execute(taken);
      DatabaseCopy copy = waitingCopy.getAndSet(null);
      if (copy != null) {
        run(copy, taken);
      }
    }
    DatabaseCopy late = waitingCopy.getAndSet(null);
    if (late != null) {
      late.done().complete(Optional.empty());
    }
  }

  private void execute(List<Command<?>> taken) {
    executing = taken.size();
    try {
      execute(Batch.of(List.copyOf(taken)));
    } catch (Throwable thrown) { // the next batch must not suffer from it
      LOG.log(Level.ERROR, "a batch failed", thrown);
      taken.forEach(command -> command.fail(new StoreException("the store failed", thrown)));
    }
  }

  /** Makes a copy. Its steps take turns with transactions. */
  private void run(DatabaseCopy copy, List<Command<?>> taken) {
    isCopying = true;
    try {
      health.requireUsable();
      boolean isComplete = writer.copyTo(copy.file(), () -> goOn(copy, taken));
      copy.done().complete(isComplete ? Optional.of(Instant.now()) : Optional.empty());
    } catch (SQLException | RuntimeException e) {
      copy.done().completeExceptionally(failed(e));
    } finally {
      isCopying = false;
    }
    FailedBatch failed = failedAmidCopy;
    if (failed != null) {
      failedAmidCopy = null;
      recover(failed.batch(), failed.cause());
    }
  }

  private StoreException failed(Exception e) {
    String message = "the store cannot be copied: " + e.getMessage();
    return e instanceof SQLException sql && writer.failure(sql) == Failure.FULL
        ? new StoreFullException(message, e)
        : new StoreException(message, e);
  }

  /**
   * Executes what has come since the last step, and what comes until the next one may begin.
   *
   * @return whether there should be a next one
   */
  private boolean goOn(DatabaseCopy copy, List<Command<?>> taken) {
    long next = System.nanoTime() + STEP_NANOS;
    for (long left = STEP_NANOS; left > 0 && goesOn(copy); left = next - System.nanoTime()) {
      taken.clear();
      try {
        if (queue.takeWhatIsThere(taken, left)) {
          execute(taken);
        }
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "nobody interrupts on purpose");
      }
    }
    return goesOn(copy);
  }

  private boolean goesOn(DatabaseCopy copy) {
    return !closing && !copy.isCancelled() && failedAmidCopy == null;
  }

  /** Whether outcomes are left to write at the end, and can be written. */
  private boolean mustPersist() {
    return health.problem() == null && !unpersisted.allPersisted();
  }

  /** Commits a batch, or those that it is split into after a failure. */
  private void execute(Batch batch) {
    try {
      commit(batch);
    } catch (SQLException e) {
      if (isCopying) { // the session must not be replaced before the copy has ended
        failedAmidCopy = new FailedBatch(batch, e);
      } else {
        recover(batch, e);
      }
    }
  }

  private void recover(Batch batch, SQLException cause) {
    Deque<Batch> left = new ArrayDeque<>();
    pushOthers(left, batch, cause);
    while (!left.isEmpty()) {
      Batch next = left.pop();
      try {
        commit(next);
      } catch (SQLException e) {
        pushOthers(left, next, e);
      }
    }
  }

  private void pushOthers(Deque<Batch> left, Batch failed, SQLException cause) {
    boolean isFirst = health.problem() == null;
    failures.handle(failed, cause).reversed().forEach(left::push);
    if (isFirst) {
      onFirstFailure.run();
    }
  }

  private void commit(Batch batch) throws SQLException {
    health.requireUsable();
    long start = System.nanoTime();
    begun = start;
    boolean room = batch.mayGrow() && writer.hasRoom();
    running = start;
    try {
      writer.write(batch, room);
    } finally {
      running = NONE;
    }
    unpersisted.announceMade(changes, news);
    int persisted = batch.withUnpersisted() ? unpersisted.persisted(news) : 0;
    if (batch.changesRows()) {
      unpersisted.rowsChanged();
    }
    news.committed(batch.publish(changes));
    batch.announce(news);
    listener.committed(batch.size(), Duration.ofNanos(System.nanoTime() - start));
    boolean allPersisted = unpersisted.allPersisted();
    health.committed(room, persisted == 0 && !allPersisted);
    complete(batch.commands());
    if (batch.withUnpersisted() && unpersisted.isUrgent()) {
      flushPromptly();
    } else if (!allPersisted) {
      flushSoon();
    }
  }

  private static void complete(List<Command<?>> commands) {
    if (commands.size() < LARGE_BATCH) {
      commands.forEach(Command::complete);
    } else {
      Thread.ofVirtual().name("chime-completer").start(() -> commands.forEach(Command::complete));
    }
  }

  /** Executes the commands that wait, and ends the thread. Idempotent. */
  @Override
  public void close() {
    closing = true;
    queue.wakeUp();
    Threads.join(List.of(thread));
    try (writer;
        failures) {
      LOG.log(Level.DEBUG, "{0} ends", this);
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "closing the store: " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "GroupCommit[queued=%d, executing=%d, problem=%s]"
        .formatted(queue.size(), executing, health.problem());
  }
}
