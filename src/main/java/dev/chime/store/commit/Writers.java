package dev.chime.store.commit;

import dev.chime.timer.ChangeListener;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The threads that write: one, or several for a database that can take it. The first one does all
 * that is about timers that are there already, in the order in which it came; new timers, which
 * nobody has heard of yet, go to whichever has the least to do, once the first has a full batch:
 * less is done sooner with one commit than with two. Thread-safe.
 */
public final class Writers implements AutoCloseable {

  private final NamespaceCounts counts = new NamespaceCounts();
  private final List<GroupCommit> all = new ArrayList<>();

  /**
   * Starts them.
   *
   * @param capacity how much all of them together may have queued
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
   * @throws dev.chime.timer.StoreBusyException if there is no room in the queue
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

  public int queued() {
    return all.stream().mapToInt(GroupCommit::queued).sum();
  }

  /** What is wrong; null if transactions succeed. */
  public @Nullable String problem() {
    return all.stream().map(GroupCommit::problem).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** The counts as of the last commit. */
  public NamespaceCounts counts() {
    return counts;
  }

  /** Writes what has been accepted, and ends. */
  @Override
  public void close() {
    all.forEach(GroupCommit::close);
  }
}
