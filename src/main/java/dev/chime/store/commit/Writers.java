package dev.chime.store.commit;

import dev.chime.timer.ChangeListener;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The threads that write: one, or several for a database that can use them. The first one executes
 * all commands about timers that exist already, in the order in which they came. New timers, which
 * no other command can be about, go to the writer with the least to do, but only when the first
 * writer has a full batch: until then one commit is faster than two. Thread-safe.
 */
public final class Writers implements AutoCloseable {

  private final NamespaceCounts counts = new NamespaceCounts();
  private final List<GroupCommit> all = new ArrayList<>();

  /**
   * Starts the threads.
   *
   * @param listener is told of transactions
   * @param changes is told of changes, before the commands' futures are completed
   * @param capacity how many commands may wait, for all threads together
   */
  public Writers(
      Database database,
      CommitListener listener,
      ChangeListener changes,
      UnpersistedOutcomes unpersisted,
      int capacity)
      throws SQLException {
    int count = database.writers();
    try {
      for (int i = 0; i < count; i++) {
        all.add(
            new GroupCommit(database, counts, listener, changes, unpersisted, capacity / count));
      }
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /**
   * Queues a command.
   *
   * @throws dev.chime.timer.StoreBusyException if the queue is full, or closed
   */
  public void submit(Command<?> command) {
    GroupCommit best = all.getFirst();
    if (best.load() >= CommandQueue.MAX_BATCH && command.isOfNewId() && command.key() == null) {
      for (GroupCommit each : all) {
        best = each.load() < best.load() ? each : best;
      }
    }
    best.submit(command);
  }

  /** How many commands wait. */
  public int queued() {
    int queued = 0;
    for (GroupCommit each : all) {
      queued += each.queued();
    }
    return queued;
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
