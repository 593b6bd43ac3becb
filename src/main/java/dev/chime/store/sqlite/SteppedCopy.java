package dev.chime.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A copy of a database by SQLite's backup API (<a href="https://www.sqlite.org/backup.html">Using
 * the SQLite Online Backup API</a>), over the one connection that writes. SQLite begins such a copy
 * anew when another connection changes the database. What this connection changes, it writes into
 * the copy as well. So the copy ends however much is written, and no transaction is open from one
 * step to the next that would keep the write-ahead log from being reused. For one thread.
 */
final class SteppedCopy {

  private static final int PAGES_IN_A_STEP = 64;

  private final SQLiteConnection connection;
  private final BooleanSupplier between;
  private boolean stopped;
  private @Nullable RuntimeException thrown;

  /**
   * A copy that is not begun.
   *
   * @param connection the only one that changes the database; its transaction is empty
   * @param between runs after each step, and may use the connection; false ends the copy
   */
  SteppedCopy(Connection connection, BooleanSupplier between) throws SQLException {
    this.connection = connection.unwrap(SQLiteConnection.class);
    this.between = between;
  }

  /**
   * Makes the copy. Afterwards the connection has an empty transaction again, except after a
   * failure of {@code between}.
   *
   * @param file a file that does not exist
   * @return whether it is complete, and on disk
   */
  boolean into(Path file) throws SQLException {
    connection.setAutoCommit(true); // ends the transaction that the driver has begun ahead
    int code =
        connection
            .getDatabase()
            .backup("main", file.toString(), (left, pages) -> afterStep(), 0, 0, PAGES_IN_A_STEP);
    if (!stopped) {
      connection.setAutoCommit(false);
    } else if (thrown == null) {
      connection.rollback();
    }
    if (thrown != null) {
      throw thrown;
    }
    if (!stopped && code != SQLiteErrorCode.SQLITE_OK.code) {
      SQLiteErrorCode reason = SQLiteErrorCode.getErrorCode(code);
      throw new SQLiteException(reason.message + " (" + file + ")", reason);
    }
    return !stopped;
  }

  /** Called by SQLite's side of the driver, which must see no exception. */
  private void afterStep() {
    try {
      if (!stopped) {
        connection.setAutoCommit(false);
        stopped = !between.getAsBoolean();
      }
      if (stopped) {
        makeBusy();
      } else {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      stop(new IllegalStateException("a step of a copy failed: " + e.getMessage(), e));
    } catch (RuntimeException e) {
      stop(e);
    }
  }

  private void stop(RuntimeException cause) {
    stopped = true;
    thrown = cause;
    makeBusy();
  }

  /**
   * Leaves a transaction open, which makes the next step the last one: SQLite refuses to copy what
   * is being changed, and the driver has no other way to end a copy.
   */
  private void makeBusy() {
    try {
      connection.getDatabase().exec("BEGIN IMMEDIATE", true);
    } catch (SQLException e) {
      // there is a transaction already, as it should be; if not, this is called again
    }
  }
}
