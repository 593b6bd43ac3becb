package dev.chime.store.sqlite;

import dev.chime.store.row.LabelsText;
import dev.chime.store.row.RequestRow;
import dev.chime.store.row.Sql;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads table {@code requests}: idempotency keys, each with the timer that its request
 * created. Not thread-safe.
 */
final class RequestWrites {

  private final PreparedStatement insert;
  private final PreparedStatement find;
  private final Connection connection;

  RequestWrites(Connection connection) throws SQLException {
    insert = connection.prepareStatement(SqliteSql.INSERT_REQUEST);
    find = connection.prepareStatement(SqliteSql.FIND_REQUEST);
    this.connection = connection;
  }

  /** Stores a key, unless it is already stored. */
  void insert(IdempotencyKey key, Timer timer) throws SQLException {
    insert.setString(1, key.namespace().name());
    insert.setString(2, key.value());
    insert.setString(3, key.fingerprint());
    insert.setString(4, timer.id().value());
    insert.setLong(5, timer.deadline().toEpochMilli());
    insert.setLong(6, timer.createdAt().toEpochMilli());
    TimerRow.setMillis(insert, 7, timer.maxLateness());
    insert.setString(8, timer.payload());
    insert.setString(9, LabelsText.of(timer.labels()));
    insert.setString(10, TimerRow.text(timer.destination()));
    insert.executeUpdate();
  }

  /**
   * Finds the result of a request that repeats an earlier one.
   *
   * @return null if no earlier request had this key
   */
  @Nullable Creation replay(IdempotencyKey key) throws SQLException {
    find.setString(1, key.namespace().name());
    find.setString(2, key.value());
    try (ResultSet row = find.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      return row.getString(1).equals(key.fingerprint())
          ? new Creation.Replayed(RequestRow.created(key.namespace(), row))
          : new Creation.KeyReused();
    }
  }

  /**
   * Deletes keys that were used before {@code before}, at most {@code limit}.
   *
   * @param namespace as in {@link Sql#purged}
   * @return the number of deleted keys
   */
  int purge(@Nullable Namespace namespace, Instant before, int limit) throws SQLException {
    try (PreparedStatement purge = connection.prepareStatement(Sql.purgeRequests(namespace))) {
      Sql.setPurged(purge, namespace, before, limit);
      return purge.executeUpdate();
    }
  }
}
