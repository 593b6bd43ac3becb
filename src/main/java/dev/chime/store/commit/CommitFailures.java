package dev.chime.store.commit;

import dev.chime.store.row.TimerReads;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.StoreException;
import dev.chime.timer.StoreFullException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to the commands of a transaction that has failed: some are tried again in
 * other batches, others are answered. For the writer's thread.
 *
 * <p>If the disk is full, commands that need room are refused, and the others tried without them.
 * If one of several commands may be the cause, each is tried by itself. Timers that are due elapse
 * even if nothing can be written (see {@link UnpersistedOutcomes}).
 */
final class CommitFailures implements AutoCloseable {

  private final Database database;
  private final BatchWriter writer;
  private final StoreHealth health;
  private final CommitListener listener;
  private final ChangeListener changes;
  private final UnpersistedOutcomes unpersisted;
  private final @Nullable TimerReads reads; // null if only what is committed counts

  CommitFailures(
      Database database,
      BatchWriter writer,
      StoreHealth health,
      CommitListener listener,
      ChangeListener changes,
      UnpersistedOutcomes unpersisted)
      throws SQLException {
    this.database = database;
    this.writer = writer;
    this.health = health;
    this.listener = listener;
    this.changes = changes;
    this.unpersisted = unpersisted;
    this.reads = database.isShared() ? null : new TimerReads(database.openReader());
  }

  /**
   * Answers the commands that another try would not help.
   *
   * @return the batches to try now, in this order
   */
  List<Batch> handle(Batch batch, SQLException e) {
    if (!batch.withUnpersisted()) { // the second try on a full disk
      writer.reopenAfter(e);
      return giveUp(batch, e);
    }
    Failure failure = health.isBroken() ? Failure.BROKEN : writer.reopenAfter(e);
    listener.failed();
    health.failed(failure, e);
    return switch (failure) {
      case FULL -> refuseWhatNeedsRoom(batch);
      case LOCKED -> batch.size() > 1 ? lockedOnesLast(batch) : giveUp(batch, e);
      case OTHER -> batch.size() > 1 ? Batch.oneByOne(batch.commands()) : giveUp(batch, e);
      case BROKEN, CORRUPT, CONFLICT, UNAVAILABLE -> giveUp(batch, e);
    };
  }

  /** Those that need room are executed without it: so repetitions have their answers. */
  private static List<Batch> refuseWhatNeedsRoom(Batch batch) {
    return List.of(
        new Batch(thatNeedRoom(batch, true), false, false),
        new Batch(thatNeedRoom(batch, false), false, true));
  }

  private static List<Command<?>> thatNeedRoom(Batch batch, boolean need) {
    List<Command<?>> those = new ArrayList<>(batch.commands());
    those.removeIf(command -> command.needsRoom() != need);
    return those;
  }

  private static List<Batch> lockedOnesLast(Batch batch) {
    List<Command<?>> free =
        batch.commands().stream().filter(command -> !command.mayBeLocked()).toList();
    List<Batch> batches = new ArrayList<>();
    if (!free.isEmpty()) {
      batches.add(Batch.of(free));
    }
    batches.addAll(Batch.oneByOne(batch.commands().stream().filter(Command::mayBeLocked).toList()));
    return batches;
  }

  private List<Batch> giveUp(Batch batch, SQLException e) {
    batch.commands().forEach(command -> answerUnpersisted(command, e));
    return List.of();
  }

  private void answerUnpersisted(Command<?> command, SQLException e) {
    try {
      if (reads != null && command.answerUnpersisted(reads, unpersisted)) {
        Batch.of(List.of(command)).publish(changes);
        command.complete();
        return;
      }
    } catch (SQLException | RuntimeException alsoFailed) {
      e.addSuppressed(alsoFailed);
    }
    command.fail(
        database.failure(e) == Failure.FULL
            ? new StoreFullException("the store is full", e)
            : new StoreException("the store cannot be written: " + e.getMessage(), e));
  }

  @Override
  public void close() throws SQLException {
    if (reads != null) {
      reads.close();
    }
  }
}
