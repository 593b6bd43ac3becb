package dev.chime.store.row;

import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads timers over one connection, which it closes. For one thread at a time. */
public final class TimerReads implements AutoCloseable {

  private final Connection connection;
  private final PreparedStatement find;
  private final PreparedStatement pending;
  private final TimerLists lists;

  /** Prepares the statements that are used most. */
  public TimerReads(Connection connection) throws SQLException {
    this.connection = connection;
    this.find = connection.prepareStatement(Sql.FIND);
    this.pending = connection.prepareStatement(Sql.PENDING_PAGE);
    this.lists = new TimerLists(connection);
  }

  /** Whether the connection is open. Does not ask the database. */
  public boolean isOpen() throws SQLException {
    return !connection.isClosed();
  }

  /** The timer with this id. */
  public Optional<Timer> find(TimerId id) throws SQLException {
    TimerRow.setId(find, 1, id);
    try (ResultSet rows = find.executeQuery()) {
      return rows.next() ? Optional.of(TimerRow.read(rows)) : Optional.empty();
    }
  }

  /**
   * Pending timers with deadlines from {@code from} until before {@code until}, by deadline,
   * namespace and id.
   *
   * @param after a timer with deadline {@code from} to begin after; null to begin with the first
   */
  public List<Timer> pending(Instant from, @Nullable TimerId after, Instant until, int limit)
      throws SQLException {
    pending.setLong(1, from.toEpochMilli());
    pending.setString(2, after == null ? "" : after.namespace().name());
    pending.setString(3, after == null ? "" : after.value());
    pending.setLong(4, until.toEpochMilli());
    pending.setInt(5, limit);
    return read(pending);
  }

  /**
   * A page of a list.
   *
   * @param newest returns the newest state of a timer, of which the database may have an older one
   */
  public TimerQuery.Page page(TimerQuery query, UnaryOperator<Timer> newest) throws SQLException {
    return lists.page(query, newest);
  }

  /** All timers that a query finds. */
  static List<Timer> read(PreparedStatement query) throws SQLException {
    List<Timer> timers = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        timers.add(TimerRow.read(rows));
      }
    }
    return timers;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
