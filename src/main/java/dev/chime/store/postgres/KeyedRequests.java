package dev.chime.store.postgres;

import dev.chime.store.row.LabelsText;
import dev.chime.store.row.RequestRow;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys that a transaction uses, each with the timer that its request created: keys
 * that the database already has, and new keys that are to be written. Not thread-safe.
 */
final class KeyedRequests {

  private record Id(Namespace namespace, String key) {
    static Id of(IdempotencyKey key) {
      return new Id(key.namespace(), key.value());
    }
  }

  private record Request(String fingerprint, Timer timer) {}

  private final Map<Id, Request> requests = new HashMap<>();
  private final Set<Id> inserted = new HashSet<>();

  /** Removes all keys, before the next transaction. */
  void clear() {
    requests.clear();
    inserted.clear();
  }

  /** Reads those of the keys that the database has. */
  void read(Connection connection, Collection<IdempotencyKey> keys) throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    Set<Id> ids = keys.stream().map(Id::of).collect(Collectors.toSet());
    Columns wanted = new Columns("text", "text");
    ids.forEach(id -> wanted.add(id.namespace().name(), id.key()));
    try (PreparedStatement find = connection.prepareStatement(PostgresSql.FIND_REQUESTS)) {
      wanted.bind(connection, find, 1);
      try (ResultSet rows = find.executeQuery()) {
        while (rows.next()) {
          Namespace namespace = TimerRow.namespace(rows.getString(9));
          requests.put(
              new Id(namespace, rows.getString(10)),
              new Request(rows.getString(1), RequestRow.created(namespace, rows)));
        }
      }
    }
  }

  /** Adds a key, unless it is already there. */
  void insert(IdempotencyKey key, Timer timer) {
    Id id = Id.of(key);
    if (requests.putIfAbsent(id, new Request(key.fingerprint(), timer)) == null) {
      inserted.add(id);
    }
  }

  /**
   * The result of a request that repeats an earlier one.
   *
   * @return null if no earlier request had this key
   */
  @Nullable Creation replay(IdempotencyKey key) {
    Request request = requests.get(Id.of(key));
    if (request == null) {
      return null;
    }
    return request.fingerprint().equals(key.fingerprint())
        ? new Creation.Replayed(request.timer())
        : new Creation.KeyReused();
  }

  /** The rows of the added keys. */
  Columns inserts() {
    Columns rows =
        new Columns(
            "text", "text", "text", "text", "bigint", "bigint", "bigint", "text", "text", "text");
    List<Id> sorted = inserted.stream().sorted((a, b) -> a.key().compareTo(b.key())).toList();
    for (Id id : sorted) {
      Request request = requests.get(id);
      if (request != null) {
        Timer timer = request.timer();
        rows.add(
            id.namespace().name(),
            id.key(),
            request.fingerprint(),
            timer.id().value(),
            timer.deadline().toEpochMilli(),
            timer.createdAt().toEpochMilli(),
            TimerRow.toMillis(timer.maxLateness()),
            timer.payload(),
            LabelsText.of(timer.labels()),
            TimerRow.text(timer.destination()));
      }
    }
    return rows;
  }
}
