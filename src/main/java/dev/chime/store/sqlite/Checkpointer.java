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
 * A thread that copies SQLite's write-ahead log into the database while others write. Otherwise
 * SQLite does it between two transactions, and delays the next one: by some 20 ms, several times a
 * second when much is written.
 *
 * <p>SQLite starts the log from its beginning only when all of it is copied, and while somebody
 * writes there is always a little left. That rest is for the writer: SQLite copies it at the end of
 * a transaction when the log has reached {@link SqliteDatabase#CHECKPOINT_PAGES}. Just before that,
 * this thread copies more often, so that the rest is small.
 */
final class Checkpointer implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Checkpointer.class.getName());

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration SHORT_PAUSE = Duration.ofMillis(5);

  /** The length of the log, in pages, from which on pauses are short. */
  private static final int NEAR = SqliteDatabase.CHECKPOINT_PAGES / 4 * 3;

  private final Connection connection;
  private final Thread thread;
  private volatile boolean behind;
  private volatile boolean closing;

  private Checkpointer(Connection connection) {
    this.connection = connection;
    this.thread = Thread.ofPlatform().name("chime-checkpointer").unstarted(this::run);
  }

  /** Starts the thread. It has the connection for itself, and closes it. */
  static Checkpointer start(Connection connection) {
    Checkpointer checkpointer = new Checkpointer(connection);
    checkpointer.thread.start();
    return checkpointer;
  }

  /** Tells the thread that there is something to copy. Never waits. Thread-safe. */
  void requestCopy() {
    if (!behind) {
      behind = true;
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    long pages = 0;
    while (!closing) {
      if (!behind) {
        LockSupport.park(this);
        continue;
      }
      LockSupport.parkNanos(this, (pages < NEAR ? PAUSE : SHORT_PAUSE).toNanos());
      behind = false; // before the copy, which may miss what is committed from now on
      pages = copy();
    }
  }

  /**
   * Copies what can be copied without waiting for anybody.
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
