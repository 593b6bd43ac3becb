package dev.chime.store;

import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is read of timers, over one connection. One thread at a time. */
final class TimerReads implements AutoCloseable {

  private final Connection connection;
  private final PreparedStatement find;
  private final PreparedStatement pending;

  TimerReads(Connection connection) throws SQLException {
    this.connection = connection;
    this.find = connection.prepareStatement(Sql.FIND);
    this.pending = connection.prepareStatement(Sql.PENDING_PAGE);
  }

  Optional<Timer> find(TimerId id) throws SQLException {
    find.setString(1, id.value());
    try (ResultSet rows = find.executeQuery()) {
      return rows.next() ? Optional.of(TimerRow.read(rows)) : Optional.empty();
    }
  }

  List<Timer> pending(Instant from, @Nullable TimerId afterId, Instant until, int limit)
      throws SQLException {
    pending.setLong(1, from.toEpochMilli());
    pending.setString(2, afterId == null ? "" : afterId.value());
    pending.setLong(3, until.toEpochMilli());
    pending.setInt(4, limit);
    List<Timer> page = new ArrayList<>();
    try (ResultSet rows = pending.executeQuery()) {
      while (rows.next()) {
        page.add(TimerRow.read(rows));
      }
    }
    return page;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
