package dev.chime.store.row;

import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleQuery;
import dev.chime.schedule.ScheduleState;
import dev.chime.timer.Namespace;
import dev.chime.timer.TestClock;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads timers, deliveries, schedules and endpoints over one connection, and closes it. Not
 * thread-safe.
 */
public final class TimerReads implements AutoCloseable {

  private final Connection connection;
  private final PreparedStatement find;
  private final PreparedStatement pending;
  private final TimerLists lists;
  private final DeliveryReads deliveries;

  /** Prepares the most frequent statements. */
  public TimerReads(Connection connection) throws SQLException {
    this.connection = connection;
    this.find = connection.prepareStatement(Sql.FIND);
    this.pending = connection.prepareStatement(Sql.PENDING_PAGE);
    this.lists = new TimerLists(connection);
    this.deliveries = new DeliveryReads(connection);
  }

  /** Reads deliveries over the same connection. */
  public DeliveryReads deliveries() {
    return deliveries;
  }

  /** Finds a schedule; empty if there is none. */
  public Optional<Schedule> schedule(ScheduleId id) throws SQLException {
    return ScheduleRow.find(connection, id).stream().map(ScheduleRow::schedule).findFirst();
  }

  /** Reads a page of schedules. */
  public List<Schedule> schedules(ScheduleQuery query) throws SQLException {
    return ScheduleRow.list(connection, query);
  }

  /** Finds schedules by other time zone data than this. */
  public List<ScheduleId> schedulesOfOtherZoneData(String version, int limit) throws SQLException {
    return ScheduleRow.ofOtherZoneData(connection, version, limit);
  }

  /** Counts the schedules in each state. */
  public Map<ScheduleState, Long> scheduleCounts() throws SQLException {
    return ScheduleRow.counts(connection);
  }

  /** Finds an endpoint; empty if there is none. */
  public Optional<EndpointRow> endpoint(Namespace namespace, String name) throws SQLException {
    return EndpointRow.find(connection, namespace, name).stream().findFirst();
  }

  /** Reads endpoints of a namespace in the order of their names, after one of them. */
  public List<EndpointRow> endpoints(Namespace namespace, @Nullable String after, int limit)
      throws SQLException {
    return EndpointRow.list(connection, namespace, after, limit);
  }

  /** Reads all test clocks. */
  public List<TestClock> testClocks() throws SQLException {
    return TestClockRow.all(connection);
  }

  /** Reads when each process was last heard of. Only a shared database has the table. */
  public Map<String, Instant> nodes() throws SQLException {
    Map<String, Instant> nodes = new HashMap<>();
    try (PreparedStatement read = connection.prepareStatement(Sql.NODES);
        ResultSet rows = read.executeQuery()) {
      while (rows.next()) {
        nodes.put(rows.getString(1), rows.getObject(2, OffsetDateTime.class).toInstant());
      }
    }
    return nodes;
  }

  /** Whether the connection is open. It may have been lost without this process knowing. */
  public boolean isOpen() throws SQLException {
    return !connection.isClosed();
  }

  /** Finds the timer with this id. */
  public Optional<Timer> find(TimerId id) throws SQLException {
    TimerRow.setId(find, 1, id);
    try (ResultSet rows = find.executeQuery()) {
      return rows.next() ? Optional.of(TimerRow.read(rows)) : Optional.empty();
    }
  }

  /**
   * Reads pending timers with deadlines from {@code from} (included) to {@code until} (excluded),
   * ordered by deadline, then namespace, then id.
   *
   * @param after a timer with deadline {@code from} to start after; null to start with the first
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
   * Reads a page of a list.
   *
   * @param newest returns the newest state of a timer that the database may have in an older state
   */
  public TimerQuery.Page page(TimerQuery query, UnaryOperator<Timer> newest) throws SQLException {
    return lists.page(query, newest);
  }

  /**
   * Counts pending timers of a namespace with deadlines from {@code from} (included) to {@code
   * until} (excluded), up to a limit.
   */
  public int countPending(Namespace namespace, Instant from, Instant until, int limit)
      throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(Sql.COUNT_BY_DEADLINE)) {
      count.setString(1, namespace.name());
      count.setInt(2, TimerRow.code(TimerState.PENDING));
      count.setLong(3, from.toEpochMilli());
      count.setLong(4, until.toEpochMilli());
      count.setInt(5, limit);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Reads how many timers of a namespace are in each state. */
  public Map<TimerState, Long> counts(Namespace namespace) throws SQLException {
    try (PreparedStatement counts = connection.prepareStatement(Sql.COUNTS_OF)) {
      counts.setString(1, namespace.name());
      try (ResultSet row = counts.executeQuery()) {
        return row.next()
            ? Map.of(
                TimerState.PENDING, row.getLong(3),
                TimerState.ELAPSED, row.getLong(4),
                TimerState.CANCELLED, row.getLong(5),
                TimerState.SKIPPED, row.getLong(6))
            : Map.of();
      }
    }
  }

  /** Executes a query and reads all timers that it finds. */
  public static List<Timer> read(PreparedStatement query) throws SQLException {
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
