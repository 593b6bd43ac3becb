package dev.chime.store.sqlite;

import dev.chime.store.commit.Threads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that copies SQLite's write-ahead log into the database while other threads write.
 * Without it SQLite copies the log between two transactions and delays the next one by about 20 ms,
 * several times a second under a high load.
 *
 * <p>SQLite can reuse the log from its start only when all of it is copied. While there are writes,
 * some pages are always left. The writer copies those: SQLite does it at the end of a transaction
 * when the log has reached {@link SqliteDatabase#CHECKPOINT_PAGES}. Shortly before that length,
 * this thread copies more often, so that few pages are left for the writer.
 */
final class Checkpointer implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Checkpointer.class.getName());

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration SHORT_PAUSE = Duration.ofMillis(5);

  /** The length of the log, in pages, above which pauses are short. */
  private static final int SHORT_PAUSE_PAGES = SqliteDatabase.CHECKPOINT_PAGES / 4 * 3;

  private final Connection connection;
  private final Thread thread;
  private volatile boolean requested;
  private volatile boolean closing;

  private Checkpointer(Connection connection) {
    this.connection = connection;
    this.thread = Thread.ofPlatform().name("chime-checkpointer").unstarted(this::run);
  }

  /** Starts the thread. Only this thread uses the connection, and closes it. */
  static Checkpointer start(Connection connection) {
    Checkpointer checkpointer = new Checkpointer(connection);
    checkpointer.thread.start();
    return checkpointer;
  }

  /** Tells the thread that there is something to copy. Never waits. Thread-safe. */
  void requestCopy() {
    if (!requested) {
      requested = true;
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    long pages = 0;
    while (!closing) {
      if (!requested) {
        LockSupport.park(this);
        continue;
      }
      LockSupport.parkNanos(this, (pages < SHORT_PAUSE_PAGES ? PAUSE : SHORT_PAUSE).toNanos());
      requested = false; // before the copy, which may miss the commits from now on
      pages = copy();
    }
  }

  /**
   * Copies the pages that can be copied without waiting for another thread.
   *
   * @return the length of the log, in pages
   */
  private long copy() {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      return row.next() ? row.getLong(2) : 0;
    } catch (SQLException e) { // nothing is lost, and the writer will notice the problem
      LOG.log(Level.DEBUG, "cannot copy the write-ahead log: " + e.getMessage());
      return 0;
    }
  }

  @Override
  public void close() throws SQLException {
    closing = true;
    LockSupport.unpark(thread);
    Threads.join(List.of(thread));
    connection.close();
  }
}
