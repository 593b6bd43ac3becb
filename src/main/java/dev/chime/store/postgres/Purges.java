package dev.chime.store.postgres;

import dev.chime.store.commit.NamespaceCounts;
import dev.chime.store.row.Sql;
import dev.chime.timer.Namespace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Deletes old rows, each time with one statement, which is a transaction of its own. */
final class Purges {

  private Purges() {}

  /**
   * Deletes timers with outcomes that are older than this, and takes their numbers off the counts.
   *
   * @param namespace as in {@link Sql#purged}
   * @return how many
   */
  static int timers(
      Connection connection,
      @Nullable Namespace namespace,
      Instant before,
      int limit,
      NamespaceCounts counts)
      throws SQLException {
    int count = 0;
    try (PreparedStatement purge =
        connection.prepareStatement(PostgresSql.purgeCounting(namespace))) {
      Sql.setPurged(purge, namespace, before, limit);
      try (ResultSet namespaces = purge.executeQuery()) {
        while (namespaces.next()) {
          count += namespaces.getInt(7);
          counts.refresh(NamespaceCounts.Entry.of(namespaces));
        }
      }
    }
    return count;
  }

  /**
   * Deletes idempotency keys that are older than this.
   *
   * @param namespace as in {@link Sql#purged}
   * @return how many
   */
  static int requests(
      Connection connection, @Nullable Namespace namespace, Instant before, int limit)
      throws SQLException {
    try (PreparedStatement purge = connection.prepareStatement(Sql.purgeRequests(namespace))) {
      Sql.setPurged(purge, namespace, before, limit);
      return purge.executeUpdate();
    }
  }
}
