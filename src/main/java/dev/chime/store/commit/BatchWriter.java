package dev.chime.store.commit;

import dev.chime.timer.Timer;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes batches, each in one transaction. If another process was faster, it tries the transaction
 * again; after an error it replaces the session. For one thread.
 */
final class BatchWriter implements AutoCloseable {

  /** How often a transaction is tried while other processes are faster. */
  private static final int MAX_TRIES = 10;

  private final Database database;
  private final NamespaceCounts counts;
  private final UnpersistedOutcomes unpersisted;
  private WriteSession session;

  BatchWriter(Database database, NamespaceCounts counts, UnpersistedOutcomes unpersisted)
      throws SQLException {
    this.database = database;
    this.counts = counts;
    this.unpersisted = unpersisted;
    this.session = database.openSession(counts);
  }

  /** Whether new timers have room in the database. */
  boolean hasRoom() throws SQLException {
    return database.hasRoom(session.connection());
  }

  /**
   * Executes the commands of a batch and commits.
   *
   * @param room whether new timers have room; if not, commands that need room are refused, but for
   *     repetitions
   * @return those unpersisted outcomes that are in the database now
   */
  List<Timer> write(Batch batch, boolean room) throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        session.begin(batch.commands(), tries > 1);
        return writeOnce(batch, room);
      } catch (SQLException e) {
        if (tries == MAX_TRIES || !isWorthAnotherTry(batch, database.failure(e))) {
          throw e;
        }
      } catch (RuntimeException e) { // for example from a row that cannot be parsed
        throw new SQLException(e.toString(), e);
      }
    }
  }

  private static boolean isWorthAnotherTry(Batch batch, Failure failure) {
    return failure == Failure.CONFLICT
        || (failure == Failure.LOCKED && batch.commands().stream().noneMatch(Command::mayBeLocked));
  }

  private List<Timer> writeOnce(Batch batch, boolean room) throws SQLException {
    List<Timer> persisted =
        batch.withUnpersisted() ? unpersisted.persist(session, CommandQueue.MAX_BATCH) : List.of();
    for (Command<?> command : batch.commands()) {
      if (room) {
        command.execute(session, unpersisted);
      } else {
        command.executeWithoutRoom(session, unpersisted);
      }
    }
    session.commit();
    return persisted;
  }

  /**
   * Replaces the session. Some errors end the transaction, others leave it open with statements
   * half done; a new session has a known state.
   *
   * @return what the error means
   */
  Failure reopenAfter(SQLException e) {
    try {
      session.close();
      session = database.openSession(counts);
    } catch (SQLException alsoFailed) {
      e.addSuppressed(alsoFailed); // the next transaction will fail as well
    }
    return database.failure(e);
  }

  @Override
  public void close() throws SQLException {
    session.close();
  }
}
