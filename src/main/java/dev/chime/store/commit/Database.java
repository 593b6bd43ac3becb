package dev.chime.store.commit;

import dev.chime.timer.TestClocks;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A database that timers are kept in: what differs between SQLite and PostgreSQL. Thread-safe.
 *
 * <p>Each thread of the store has a connection for itself, and closes it.
 */
public interface Database extends AutoCloseable {

  /**
   * Opens a connection for a thread that writes. Its commits are durable when they return.
   *
   * @param counts are loaded from the database, and follow each commit
   * @param clocks tell by which clock a namespace goes
   */
  WriteSession openSession(NamespaceCounts counts, TestClocks clocks) throws SQLException;

  /** Opens a connection for a thread that reads. It sees what is committed. */
  Connection openReader() throws SQLException;

  /** Whether new timers have room in the database. */
  boolean hasRoom(Connection connection) throws SQLException;

  /** How many threads should write at the same time. */
  int writers();

  /** Whether other processes write to the database, too: then only what is committed counts. */
  boolean isShared();

  /** What it is, and the version of its tables since the start. */
  Schema schema();

  /** What an error means. */
  Failure failure(SQLException e);

  /** An exception that tells an operator why the database cannot be used, and what to do. */
  StoreUnusableException unusable(SQLException e);

  /** Releases what belongs to no connection. Idempotent. */
  @Override
  void close() throws SQLException;
}
