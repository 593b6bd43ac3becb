package dev.chime.store.commit;

import dev.chime.timer.TestClocks;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;

/**
 * Writes batches, each in one transaction. If another process was faster, it tries the transaction
 * again; after an error it replaces the session. For one thread.
 */
final class BatchWriter implements AutoCloseable {

  /** How often a transaction is tried while other processes are faster. */
  private static final int MAX_TRIES = 10;

  /** With fewer commands than this, a transaction writes as many outcomes as it can. */
  private static final int FEW = 16;

  /** How many outcomes are written beside more commands, whose clients wait for the commit. */
  private static final int OUTCOMES_BESIDE = 256;

  private final Database database;
  private final NamespaceCounts counts;
  private final TestClocks clocks;
  private final UnpersistedOutcomes unpersisted;
  private WriteSession session;

  BatchWriter(
      Database database, NamespaceCounts counts, TestClocks clocks, UnpersistedOutcomes unpersisted)
      throws SQLException {
    this.database = database;
    this.counts = counts;
    this.clocks = clocks;
    this.unpersisted = unpersisted;
    this.session = database.openSession(counts, clocks);
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
   */
  void write(Batch batch, boolean room) throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        session.begin(batch.commands(), tries > 1);
        unpersisted.begin();
        writeOnce(batch, room);
        return;
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

  private void writeOnce(Batch batch, boolean room) throws SQLException {
    if (batch.withUnpersisted()) {
      unpersisted.persist(session, batch.size() < FEW ? CommandQueue.MAX_BATCH : OUTCOMES_BESIDE);
    }
    for (Command<?> command : batch.commands()) {
      if (room) {
        command.execute(session, unpersisted);
      } else {
        command.executeWithoutRoom(session, unpersisted);
      }
    }
    session.commit();
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
      session = database.openSession(counts, clocks);
    } catch (SQLException alsoFailed) {
      e.addSuppressed(alsoFailed); // the next transaction will fail as well
    }
    return database.failure(e);
  }

  /** What an error of the database means. */
  Failure failure(SQLException e) {
    return database.failure(e);
  }

  /** Copies the database into a file: see {@link WriteSession#copyTo}. */
  boolean copyTo(Path file, BooleanSupplier between) throws SQLException {
    return session.copyTo(file, between);
  }

  @Override
  public void close() throws SQLException {
    session.close();
  }
}
