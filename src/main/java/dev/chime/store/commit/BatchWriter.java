package dev.chime.store.commit;

import dev.chime.timer.StoreFullException;
import dev.chime.timer.Timer;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes batches, each as one transaction, over a connection that it replaces after an error. A
 * transaction that another process was faster than is tried again. For one thread.
 */
final class BatchWriter implements AutoCloseable {

  /** How often a transaction is tried while other processes are faster. */
  private static final int MAX_TRIES = 10;

  private final Database database;
  private final NamespaceCounts counts;
  private final UnpersistedOutcomes unpersisted;
  private WriteSession writes;

  BatchWriter(Database database, NamespaceCounts counts, UnpersistedOutcomes unpersisted)
      throws SQLException {
    this.database = database;
    this.counts = counts;
    this.unpersisted = unpersisted;
    this.writes = database.openWrites(counts);
  }

  /** Whether the database has room for more than it holds now. */
  boolean hasRoom() throws SQLException {
    return database.hasRoom(writes.connection());
  }

  /**
   * Executes the commands of a batch and commits.
   *
   * @param room whether commands that need room may be executed; else they are refused
   * @return the outcomes that could not be written before, and now are
   */
  List<Timer> write(Batch batch, boolean room) throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        writes.begin(batch.commands(), tries > 1);
        return writeOnce(batch, room);
      } catch (SQLException e) {
        if (tries == MAX_TRIES || !isWorthAnotherTry(batch, database.failure(e))) {
          throw e;
        }
      } catch (RuntimeException e) { // say, of a row that makes no sense
        throw new SQLException(e.toString(), e);
      }
    }
  }

  private static boolean isWorthAnotherTry(Batch batch, Failure failure) {
    return failure == Failure.CONFLICT
        || (failure == Failure.LOCKED && batch.commands().stream().noneMatch(Command::mayBeLocked));
  }

  private List<Timer> writeOnce(Batch batch, boolean room) throws SQLException {
    List<Timer> late =
        batch.withUnpersisted() ? unpersisted.persist(writes, CommandQueue.MAX_BATCH) : List.of();
    for (Command<?> command : batch.commands()) {
      if (command.needsRoom() && !room) {
        command.refuse(new StoreFullException(StoreHealth.FULL, null));
      } else {
        command.execute(writes, unpersisted);
      }
    }
    writes.commit();
    return late;
  }

  /**
   * Replaces the connection after an error: some errors end the transaction, others leave it open
   * with statements half done.
   *
   * @return what the error means
   */
  Failure reopenAfter(SQLException e) {
    try {
      writes.close();
      writes = database.openWrites(counts);
    } catch (SQLException alsoFailed) {
      e.addSuppressed(alsoFailed); // the next transaction will fail, too
    }
    return database.failure(e);
  }

  @Override
  public void close() throws SQLException {
    writes.close();
  }
}
