package dev.chime.store.sqlite;

import dev.chime.store.commit.Database;
import dev.chime.store.commit.Failure;
import dev.chime.store.commit.NamespaceCounts;
import dev.chime.store.commit.Schema;
import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.commit.WriteSession;
import dev.chime.timer.TestClocks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A SQLite database in a folder. No other process can use the folder until this is closed. When a
 * commit returns, it is in the write-ahead log, and the log is fsynced. Thread-safe.
 */
public final class SqliteDatabase implements Database {

  private static final int BUSY_MILLIS = 10_000;

  /** The length of the log, in pages, at which a commit copies it into the database: 64 MB. */
  static final int CHECKPOINT_PAGES = 16_000;

  /**
   * The file may exceed its limit by a quarter, so that the outcomes of its timers can be written
   * when it is full.
   */
  private static final int RESERVE_DIVISOR = 4;

  /**
   * Free space on the disk, in bytes, that new timers must leave to outcomes of existing timers.
   */
  private static final long RESERVED_BYTES = 4 << 20;

  private static final int CACHE_KIB = 32 * 1024;

  /** Masks an extended error code, of which only the lowest bits are the primary code. */
  private static final int PRIMARY_CODE = 0xff;

  private final DataFolder folder;
  private final Path file;
  private final long maxBytes;
  private final Schema schema;
  private final Checkpointer checkpointer;

  private SqliteDatabase(DataFolder folder, long maxBytes) throws SQLException {
    this.folder = folder;
    this.file = folder.database();
    this.maxBytes = maxBytes;
    this.schema = SqliteSchema.migrate(source(true), file);
    try (Connection connection = open(true)) {
      verify(connection, "journal_mode", "wal");
      verify(connection, "synchronous", "2"); // FULL
    }
    this.checkpointer = Checkpointer.start(open(false));
  }

  /**
   * Opens the database in a folder, and migrates its tables to this version. Creates it if there is
   * none.
   *
   * @param maxBytes the largest size of the file; 0 for no limit
   * @throws StoreUnusableException if it cannot be used
   */
  public static SqliteDatabase open(Path folder, long maxBytes) {
    return open(DataFolder.open(folder), maxBytes);
  }

  /**
   * Opens the existing database in a folder, without a limit to its size.
   *
   * @throws StoreUnusableException if there is none, or if it cannot be used
   */
  public static SqliteDatabase openExisting(Path folder) {
    return open(DataFolder.openExisting(folder), 0);
  }

  private static SqliteDatabase open(DataFolder locked, long maxBytes) {
    try {
      return new SqliteDatabase(locked, maxBytes);
    } catch (FlywayException | SQLException e) {
      locked.close();
      throw unusable(locked.database(), e);
    } catch (RuntimeException e) {
      locked.close();
      throw e;
    }
  }

  @Override
  public WriteSession openSession(NamespaceCounts counts, TestClocks clocks) throws SQLException {
    return new SqliteWrites(openWriter(), counts, clocks, checkpointer::requestCopy);
  }

  /** Opens a connection whose commits are durable. */
  Connection openWriter() throws SQLException {
    return open(true);
  }

  @Override
  public Connection openReader() throws SQLException {
    return open(false);
  }

  private Connection open(boolean writes) throws SQLException {
    Connection connection = source(writes).getConnection();
    if (writes && maxBytes > 0) {
      try (Statement statement = connection.createStatement()) {
        long pages = maxBytes / number(statement, "PRAGMA page_size");
        statement.execute("PRAGMA max_page_count = " + (pages + pages / RESERVE_DIVISOR));
      }
    }
    return connection;
  }

  @Override
  public boolean hasRoom(Connection connection) throws SQLException {
    if (file.toFile().getUsableSpace() < RESERVED_BYTES) {
      return false;
    }
    if (maxBytes == 0) {
      return true;
    }
    try (Statement statement = connection.createStatement()) {
      long used =
          number(statement, "PRAGMA page_count") - number(statement, "PRAGMA freelist_count");
      return used < maxBytes / number(statement, "PRAGMA page_size");
    }
  }

  private SQLiteDataSource source(boolean writes) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
    config.setCacheSize(-CACHE_KIB);
    config.setGetGeneratedKeys(false); // the driver would query them after each statement
    if (writes) {
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    }
    SQLiteDataSource source = new SQLiteDataSource(config);
    // As a URI, which escapes characters with a meaning to the driver, such as ? and #.
    source.setUrl("jdbc:sqlite:" + file.toUri());
    return source;
  }

  private void verify(Connection connection, String pragma, String expected) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
      if (!row.next() || !expected.equals(row.getString(1).toLowerCase(Locale.ROOT))) {
        throw new StoreUnusableException(
            "SQLite does not accept " + pragma + " = " + expected + " for " + file + ".",
            "Put the folder on a local file system.",
            null);
      }
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public StoreUnusableException unusable(SQLException e) {
    return unusable(file, e);
  }

  private static StoreUnusableException unusable(Path file, Exception e) {
    String problem = "The timers in " + file + " cannot be read: " + e.getMessage();
    String remedy =
        failureOf(sqlCause(e)) == Failure.CORRUPT
            ? "The file is damaged, or is not a database. Restore it from a backup, together with"
                + " its -wal file, or move it away to start with an empty store."
            : "Check that the user that runs Chime may write "
                + file
                + " and its folder, and that the disk has room.";
    return new StoreUnusableException(problem, remedy, e);
  }

  private static SQLException sqlCause(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return new SQLException(thrown.getMessage(), thrown);
  }

  @Override
  public int writers() {
    return 1;
  }

  @Override
  public boolean isShared() {
    return false; // the folder is locked for other processes
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Failure failure(SQLException e) {
    return failureOf(e);
  }

  private static Failure failureOf(SQLException e) {
    SQLiteErrorCode code =
        e instanceof SQLiteException sqlite
            ? sqlite.getResultCode()
            : SQLiteErrorCode.UNKNOWN_ERROR;
    return switch (SQLiteErrorCode.getErrorCode(code.code & PRIMARY_CODE)) {
      case SQLITE_FULL -> Failure.FULL;
      case SQLITE_IOERR ->
          code == SQLiteErrorCode.SQLITE_IOERR_WRITE ? Failure.FULL : Failure.BROKEN;
      case SQLITE_CORRUPT, SQLITE_NOTADB -> Failure.CORRUPT;
      default -> Failure.OTHER;
    };
  }

  @Override
  public void close() throws SQLException {
    try (folder;
        checkpointer) {
      // both are closed, the checkpointer first
    }
  }
}
