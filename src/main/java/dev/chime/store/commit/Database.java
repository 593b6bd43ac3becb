package dev.chime.store.commit;

import java.sql.Connection;
import java.sql.SQLException;

/** What differs from database to database. Thread-safe. */
public interface Database extends AutoCloseable {

  /** Writes over a connection of their own, whose commits are durable, for one thread. */
  WriteSession openWrites(NamespaceCounts counts) throws SQLException;

  /** A connection that sees what has been committed, for one thread. */
  Connection openReader() throws SQLException;

  /** Whether there is room for more than what is there already. */
  boolean hasRoom(Connection connection) throws SQLException;

  /** How many connections are best written over at once. */
  int writers();

  /** Whether other processes write it too: then nothing counts that is not written. */
  boolean isShared();

  /** What an error means for us. */
  Failure failure(SQLException e);

  /** Says why the store cannot be opened, and what to do about it. */
  StoreUnusableException unusable(SQLException e);

  /** Lets go of what belongs to the database and to none of its connections. Idempotent. */
  @Override
  void close() throws SQLException;
}
