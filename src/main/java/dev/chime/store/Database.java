package dev.chime.store;

import java.sql.Connection;
import java.sql.SQLException;

/** What differs from database to database. Thread-safe. */
interface Database {

  /** A connection whose commits are durable, for one thread. */
  Connection openWriter() throws SQLException;

  /** A connection that sees what has been committed, for one thread. */
  Connection openReader() throws SQLException;

  /** Whether there is room for more than what is there already. */
  boolean hasRoom(Connection connection) throws SQLException;

  /** What an error means for us. */
  Failure failure(SQLException e);
}
