package dev.chime.store;

import dev.chime.timer.Namespace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/**
 * The counts of each namespace, as they are committed and, before that, as the present transaction
 * has them. Written by one thread; what is committed is for any thread.
 */
final class Ledger {

  /**
   * What is known of a namespace.
   *
   * @param namespace the namespace
   * @param counts its counts
   */
  record Entry(Namespace namespace, Counts counts) {

    /** Rows of {@link Sql#LEDGER}. */
    static List<Entry> read(ResultSet rows) throws SQLException {
      List<Entry> entries = new ArrayList<>();
      while (rows.next()) {
        entries.add(of(rows));
      }
      return entries;
    }

    /** This row of {@link Sql#LEDGER}. */
    static Entry of(ResultSet row) throws SQLException {
      return new Entry(
          TimerRow.namespace(row.getString(1)),
          new Counts(
              row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)));
    }

    /** All rows of the database. */
    static List<Entry> readAll(Connection connection) throws SQLException {
      try (PreparedStatement load = connection.prepareStatement(Sql.LEDGER);
          ResultSet rows = load.executeQuery()) {
        return read(rows);
      }
    }
  }

  private final ConcurrentMap<Namespace, Counts> committed = new ConcurrentHashMap<>();
  private final Map<Namespace, Counts> changed = new HashMap<>();
  private volatile Counts total = Counts.NONE;

  /** Takes over what is in the database, in place of all that was known. */
  void load(List<Entry> entries) {
    changed.clear();
    entries.forEach(entry -> committed.put(entry.namespace(), entry.counts()));
    total = sum();
  }

  /** Takes over what is in the database, beneath what the present transaction changes. */
  void refresh(Entry entry) {
    Counts added = present(entry.namespace()).minus(committed(entry.namespace()));
    committed.put(entry.namespace(), entry.counts());
    changed.computeIfPresent(entry.namespace(), (namespace, counts) -> entry.counts().plus(added));
    total = sum();
  }

  /** What the present transaction adds to the committed counts. */
  List<Entry> added() {
    return changed.entrySet().stream()
        .map(each -> new Entry(each.getKey(), each.getValue().minus(committed(each.getKey()))))
        .toList();
  }

  /** The present transaction has come to nothing. */
  void rollback() {
    changed.clear();
  }

  /** The committed counts of a namespace. */
  Counts committed(Namespace namespace) {
    return committed.getOrDefault(namespace, Counts.NONE);
  }

  /** The committed counts of all namespaces together. */
  Counts total() {
    return total;
  }

  /** The counts of a namespace in the present transaction. */
  Counts present(Namespace namespace) {
    Counts counts = changed.get(namespace);
    return counts == null ? committed(namespace) : counts;
  }

  void change(Namespace namespace, UnaryOperator<Counts> change) {
    changed.put(namespace, change.apply(present(namespace)));
  }

  /** What the present transaction has changed. */
  Map<Namespace, Counts> changed() {
    return changed;
  }

  /** The present transaction is committed. */
  void commit() {
    if (!changed.isEmpty()) {
      committed.putAll(changed);
      changed.clear();
      total = sum();
    }
  }

  private Counts sum() {
    return committed.values().stream().reduce(Counts.NONE, Counts::plus);
  }
}
