package dev.chime.store.commit;

import dev.chime.store.row.Sql;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Namespace;
import dev.chime.timer.TestClocks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The committed counts of each namespace, as far as this process knows them. The database has them
 * in its table {@code ledger}, which each transaction keeps up to date. Thread-safe.
 */
public final class NamespaceCounts {

  /**
   * The counts of a namespace.
   *
   * @param namespace the namespace
   * @param counts its counts
   */
  public record Entry(Namespace namespace, TimerCounts counts) {

    /** The entry in a row whose first columns are those of {@link Sql#COUNTS}. */
    public static Entry of(ResultSet row) throws SQLException {
      return new Entry(
          TimerRow.namespace(row.getString(1)),
          new TimerCounts(
              row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)));
    }

    /** The entries of all namespaces in the database. */
    public static List<Entry> readAll(Connection connection) throws SQLException {
      List<Entry> entries = new ArrayList<>();
      try (PreparedStatement load = connection.prepareStatement(Sql.COUNTS);
          ResultSet rows = load.executeQuery()) {
        while (rows.next()) {
          entries.add(of(rows));
        }
      }
      return entries;
    }
  }

  private record Known(TimerCounts counts, long commit) {}

  private static final Known NOTHING = new Known(TimerCounts.NONE, 0);

  private final ConcurrentMap<Namespace, Known> known = new ConcurrentHashMap<>();
  private volatile TimerCounts total = TimerCounts.NONE;

  /** Replaces what is known of these namespaces. Commits of any number may follow. */
  public synchronized void load(List<Entry> entries) {
    entries.forEach(entry -> put(entry, 0));
  }

  /**
   * Replaces what is known of these namespaces by what a transaction has left, unless a later
   * transaction is known already: several writers do not come here in the order of their commits.
   *
   * @param commit the transaction's number, which grows from commit to commit
   */
  public synchronized void applyCommit(List<Entry> entries, long commit) {
    for (Entry entry : entries) {
      if (commit > known.getOrDefault(entry.namespace(), NOTHING).commit()) {
        put(entry, commit);
      }
    }
  }

  /** Replaces what is known of a namespace by what is in the database now. */
  public synchronized void refresh(Entry entry) {
    put(entry, known.getOrDefault(entry.namespace(), NOTHING).commit());
  }

  private void put(Entry entry, long commit) {
    Known before = known.put(entry.namespace(), new Known(entry.counts(), commit));
    TimerCounts others = before == null ? total : total.minus(before.counts());
    total = others.plus(entry.counts());
  }

  /** The counts of a namespace. */
  public TimerCounts of(Namespace namespace) {
    return known.getOrDefault(namespace, NOTHING).counts();
  }

  /**
   * The latest time at which a timer was changed, in milliseconds since the epoch. Timers that go
   * by a test clock do not count.
   */
  public long latestChange(TestClocks clocks) {
    return known.entrySet().stream()
        .filter(each -> !clocks.isTest(each.getKey()))
        .mapToLong(each -> each.getValue().counts().clock())
        .max()
        .orElse(0);
  }

  /** The sum of the counts of all namespaces. */
  public TimerCounts total() {
    return total;
  }
}
