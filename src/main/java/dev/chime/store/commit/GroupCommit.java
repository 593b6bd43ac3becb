package dev.chime.store.commit;

import dev.chime.timer.ChangeListener;
import dev.chime.timer.StoreBusyException;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread that commits. It takes all commands that are queued, up to a limit, into one
 * transaction, commits it with one fsync, and only then completes their futures; meanwhile the next
 * batch gathers. So a lone request is answered after one commit, and a thousand at once share one
 * (group commit, as in D. J. DeWitt et al., "Implementation Techniques for Main Memory Database
 * Systems", SIGMOD 1984). The order within and across transactions is that in which commands were
 * accepted. Thread-safe.
 */
final class GroupCommit implements AutoCloseable {

  private static final Logger LOG = System.getLogger(GroupCommit.class.getName());

  /**
   * Batches from this size on are completed by a virtual thread. Those who wait are mostly virtual
   * threads, too: a platform thread wakes each of them through a shared queue, a virtual one
   * through its carrier's own. And the next batch need not wait for that.
   */
  private static final int SEVERAL = 4;

  private final BatchWriter writer;
  private final StoreHealth health = new StoreHealth();
  private final CommitFailures failures;
  private final CommitListener listener;
  private final ChangeListener changes;
  private final UnpersistedOutcomes unpersisted;
  private final CommandQueue queue;
  private final Thread thread;
  private volatile int inWork;
  private volatile boolean closing;
  private long begun = System.nanoTime();

  GroupCommit(
      Database database,
      NamespaceCounts counts,
      CommitListener listener,
      ChangeListener changes,
      UnpersistedOutcomes unpersisted,
      int capacity)
      throws SQLException {
    this.writer = new BatchWriter(database, counts, unpersisted);
    this.failures = new CommitFailures(database, writer, health, listener, changes, unpersisted);
    this.listener = listener;
    this.changes = changes;
    this.unpersisted = unpersisted;
    this.queue = new CommandQueue(capacity);
    this.thread = Thread.ofPlatform().name("chime-writer").start(this::run);
  }

  /**
   * Queues a command.
   *
   * @throws StoreBusyException if there is no room in the queue
   */
  void submit(Command<?> command) {
    if (closing) {
      throw new StoreBusyException("the store is closing");
    }
    queue.submit(command);
  }

  int queued() {
    return queue.size();
  }

  /**
   * What is wrong.
   *
   * @return null if transactions succeed
   */
  @Nullable String problem() {
    return health.problem();
  }

  /** How many commands are queued or in work. */
  int load() {
    return queue.size() + inWork;
  }

  private void run() {
    List<Command<?>> taken = new ArrayList<>(CommandQueue.MAX_BATCH);
    while (!closing || queue.size() > 0) {
      taken.clear();
      inWork = 0;
      try {
        queue.takeBatch(taken, health.probeAfter(), begun);
      } catch (InterruptedException e) {
        continue; // nobody has a reason to; the end is said otherwise
      }
      inWork = taken.size();
      try {
        execute(Batch.of(List.copyOf(taken)));
      } catch (Throwable thrown) { // whatever it is, the next batch must not suffer from it
        LOG.log(Level.ERROR, "a batch failed", thrown);
        taken.forEach(command -> command.fail(new StoreException("the store failed", thrown)));
      }
    }
  }

  /** Commits a batch. If that fails, goes on with what the failure leaves to be tried. */
  private void execute(Batch batch) {
    Deque<Batch> left = new ArrayDeque<>(List.of(batch));
    while (!left.isEmpty()) {
      Batch next = left.pop();
      try {
        commit(next);
      } catch (SQLException e) {
        failures.handle(next, e).reversed().forEach(left::push);
      }
    }
  }

  private void commit(Batch batch) throws SQLException {
    health.requireUsable();
    long start = System.nanoTime();
    begun = start;
    boolean room = writer.hasRoom();
    List<Timer> late = writer.write(batch, room);
    unpersisted.remove(late);
    batch.publish(changes);
    listener.committed(batch.size(), Duration.ofNanos(System.nanoTime() - start));
    health.committed(room, late.isEmpty() && !unpersisted.isEmpty());
    complete(batch.commands());
  }

  private static void complete(List<Command<?>> commands) {
    if (commands.size() < SEVERAL) {
      commands.forEach(Command::complete);
    } else {
      Thread.ofVirtual().name("chime-teller").start(() -> commands.forEach(Command::complete));
    }
  }

  /** Writes what has been accepted, and ends. */
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
    return "GroupCommit[queued=%d, inWork=%d, problem=%s]"
        .formatted(queue.size(), inWork, health.problem());
  }
}
