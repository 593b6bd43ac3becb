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
 * A thread that copies SQLite's write-ahead log into the database now and then, beside whoever
 * writes. SQLite would do it between two transactions, and each that comes meanwhile would be late
 * by that: some 20 ms, several times a second when much is written.
 *
 * <p>The log begins anew only when all of it has been copied, and while somebody writes there is
 * always a little more. That rest is left to the writer: SQLite has it copied at the end of a
 * transaction when the log is {@linkplain SqliteDatabase#CHECKPOINT_PAGES long}, and just before
 * that this thread sees to it that little is left.
 */
final class Checkpointer implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Checkpointer.class.getName());

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration SHORT_PAUSE = Duration.ofMillis(5);

  /** From this length of the log on, pauses are short. */
  private static final int NEAR = SqliteDatabase.CHECKPOINT_PAGES / 4 * 3;

  private final Connection connection;
  private final Thread thread;
  private volatile boolean behind;
  private volatile boolean closing;

  private Checkpointer(Connection connection) {
    this.connection = connection;
    this.thread = Thread.ofPlatform().name("chime-checkpointer").unstarted(this::run);
  }

  /** Starts the thread, which has the connection for itself. */
  static Checkpointer start(Connection connection) {
    Checkpointer checkpointer = new Checkpointer(connection);
    checkpointer.thread.start();
    return checkpointer;
  }

  /** Says that there is more in the log to copy. Any thread; never waits. */
  void committed() {
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
      behind = false; // before the copy: what is committed from now on may not be in it
      pages = copy();
    }
  }

  /** The length of the log, in pages. */
  private long copy() {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      return row.next() ? row.getLong(2) : 0;
    } catch (SQLException e) { // all is still in the log; the writer will come upon the trouble
      LOG.log(Level.DEBUG, "the log could not be copied: " + e.getMessage());
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
