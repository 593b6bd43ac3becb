package dev.chime.store.commit;

import dev.chime.store.row.Sql;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Namespace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The counts of each namespace, as far as this process has heard what is committed. Thread-safe.
 */
public final class NamespaceCounts {

  /**
   * What is known of a namespace.
   *
   * @param namespace the namespace
   * @param counts its counts
   */
  public record Entry(Namespace namespace, TimerCounts counts) {

    /** Rows of {@link Sql#COUNTS}. */
    private static List<Entry> read(ResultSet rows) throws SQLException {
      List<Entry> entries = new ArrayList<>();
      while (rows.next()) {
        entries.add(of(rows));
      }
      return entries;
    }

    /** This row of {@link Sql#COUNTS}. */
    public static Entry of(ResultSet row) throws SQLException {
      return new Entry(
          TimerRow.namespace(row.getString(1)),
          new TimerCounts(
              row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)));
    }

    /** All rows of the database. */
    public static List<Entry> readAll(Connection connection) throws SQLException {
      try (PreparedStatement load = connection.prepareStatement(Sql.COUNTS);
          ResultSet rows = load.executeQuery()) {
        return read(rows);
      }
    }
  }

  private record Known(TimerCounts counts, long number) {}

  private static final Known NOTHING = new Known(TimerCounts.NONE, 0);

  private final ConcurrentMap<Namespace, Known> known = new ConcurrentHashMap<>();
  private volatile TimerCounts total = TimerCounts.NONE;

  /** Takes over what is in the database, in place of what was known. */
  public synchronized void load(List<Entry> entries) {
    entries.forEach(entry -> put(entry, 0));
  }

  /**
   * Takes over what a transaction has left, but for what a later one has changed again: several
   * writers may come here in another order than that of their commits.
   *
   * @param number grows from commit to commit
   */
  public synchronized void applyCommit(List<Entry> entries, long number) {
    for (Entry entry : entries) {
      if (number > known.getOrDefault(entry.namespace(), NOTHING).number()) {
        put(entry, number);
      }
    }
  }

  /** Takes over what is in the database by now. */
  public synchronized void refresh(Entry entry) {
    put(entry, known.getOrDefault(entry.namespace(), NOTHING).number());
  }

  private void put(Entry entry, long number) {
    Known before = known.put(entry.namespace(), new Known(entry.counts(), number));
    TimerCounts others = before == null ? total : total.minus(before.counts());
    total = others.plus(entry.counts());
  }

  /** The counts of a namespace. */
  public TimerCounts of(Namespace namespace) {
    return known.getOrDefault(namespace, NOTHING).counts();
  }

  /** The counts of all namespaces together. */
  public TimerCounts total() {
    return total;
  }
}
