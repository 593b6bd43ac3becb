package dev.chime.store.commit;

import dev.chime.async.Oneshot;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.Decision;
import dev.chime.timer.TestClocks;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The threads that write: one, or several for a database that can use them. The first one executes
 * all commands about timers that exist already, in the order in which they came. New timers, which
 * no other command can be about, go to the writer with the least to do, but only when the first
 * writer has a full batch: until then one commit is faster than two. In a shared database, two more
 * threads have work of their own. One decides what is due: such transactions do not wait for the
 * disk, and should not wait behind others that do. The other changes deliveries. Thread-safe.
 */
public final class Writers implements AutoCloseable {

  private final NamespaceCounts counts = new NamespaceCounts();
  private final UnpersistedOutcomes unpersisted;
  private final List<GroupCommit> all = new CopyOnWriteArrayList<>();
  private final List<GroupCommit> forNewTimers;
  private final GroupCommit forOutcomes;
  private final GroupCommit forDeliveries;

  /**
   * Starts the threads.
   *
   * @param clocks tell by which clock a namespace goes
   * @param listener is told of transactions
   * @param changes is told of changes, before the commands' futures are completed
   * @param news is told of deliveries that become available
   * @param capacity how many commands may wait, for all threads together
   */
  public Writers(
      Database database,
      TestClocks clocks,
      CommitListener listener,
      ChangeListener changes,
      CommitNews news,
      UnpersistedOutcomes unpersisted,
      int capacity)
      throws SQLException {
    this.unpersisted = unpersisted;
    int count = database.writers();
    int threads = database.isShared() ? count + 2 : count;
    try {
      for (int i = 0; i < threads; i++) {
        all.add(
            new GroupCommit(
                database,
                counts,
                clocks,
                listener,
                changes,
                news,
                unpersisted,
                capacity / threads,
                this::probeAll));
      }
    } catch (SQLException e) {
      close();
      throw e;
    }
    forNewTimers = List.copyOf(all.subList(0, count));
    forOutcomes = database.isShared() ? all.get(count) : all.getFirst();
    forDeliveries = database.isShared() ? all.getLast() : all.getFirst();
  }

  /** What one connection has lost, the others may have lost as well, and should notice soon. */
  private void probeAll() {
    all.forEach(GroupCommit::probe);
  }

  /**
   * Queues a command.
   *
   * @return completed with the result when the command's transaction is committed
   * @throws dev.chime.timer.StoreBusyException if the queue is full, or closed
   */
  public <R> Oneshot<R> submit(Command<R> command) {
    writerOf(command).submit(command);
    return command.done();
  }

  /**
   * Queues a command about a timer, and has nobody decide that timer in memory until it has ended.
   *
   * @return as of {@link #submit}
   * @throws dev.chime.timer.StoreBusyException if the queue is full, or closed
   */
  public Oneshot<Optional<Decision>> update(UpdateCommand command) {
    TimerId id = command.id();
    unpersisted.beginCommand(id);
    command.atEnd(() -> unpersisted.endCommand(id));
    try {
      return submit(command);
    } catch (RuntimeException e) {
      unpersisted.endCommand(id);
      throw e;
    }
  }

  private GroupCommit writerOf(Command<?> command) {
    if (command.isRepeatable()) {
      return forOutcomes;
    }
    if (command.isAboutDeliveries()) {
      return forDeliveries;
    }
    GroupCommit best = forNewTimers.getFirst();
    if (best.load() >= CommandQueue.MAX_BATCH && command.isOfNewId() && command.key() == null) {
      for (GroupCommit each : forNewTimers) {
        best = each.load() < best.load() ? each : best;
      }
    }
    return best;
  }

  /** Has an outcome that was decided in memory written: soon, or now if it is to be delivered. */
  public void flushAfter(Timer outcome) {
    if (outcome.isToDeliver()) {
      forOutcomes.flushPromptly();
    } else {
      forOutcomes.flushSoon();
    }
  }

  /** Submits a command that begins a transaction now, with the outcomes decided in memory. */
  public Oneshot<Boolean> flush() {
    return submit(new Command.Probe());
  }

  /**
   * Has the database copied into a file, while this writes on.
   *
   * @throws dev.chime.timer.StoreBusyException if it is being copied already, or closed
   */
  public void copy(DatabaseCopy copy) {
    all.getFirst().copy(copy);
  }

  /** How many commands wait. */
  public int queued() {
    int queued = 0;
    for (GroupCommit each : all) {
      queued += each.queued();
    }
    return queued;
  }

  /** The part of the room for new timers that is taken in the fullest queue. */
  public double used() {
    return all.stream().mapToDouble(GroupCommit::used).max().orElse(0);
  }

  /** How long the oldest transaction that is being written has taken so far. */
  public Duration running() {
    return all.stream().map(GroupCommit::running).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /**
   * Why transactions fail at present.
   *
   * @return null if they succeed
   */
  public @Nullable String problem() {
    return all.stream().map(GroupCommit::problem).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** The counts as of the last commit. */
  public NamespaceCounts counts() {
    return counts;
  }

  /** Executes the commands that wait, and ends the threads. Idempotent. */
  @Override
  public void close() {
    all.forEach(GroupCommit::close);
  }
}
