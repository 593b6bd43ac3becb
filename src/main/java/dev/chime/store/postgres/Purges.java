package dev.chime.store.postgres;

import dev.chime.store.commit.NamespaceCounts;
import dev.chime.store.row.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Deletes old rows, each time with one statement, which is a transaction of its own. */
final class Purges {

  private Purges() {}

  /**
   * Deletes timers with outcomes that are older than this, and takes their numbers off the counts.
   *
   * @return how many
   */
  static int timers(Connection connection, Instant before, int limit, NamespaceCounts counts)
      throws SQLException {
    int count = 0;
    try (PreparedStatement purge = connection.prepareStatement(PostgresSql.PURGE_COUNTING)) {
      purge.setLong(1, before.toEpochMilli());
      purge.setInt(2, limit);
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
   * @return how many
   */
  static int requests(Connection connection, Instant before, int limit) throws SQLException {
    try (PreparedStatement purge = connection.prepareStatement(Sql.PURGE_REQUESTS)) {
      purge.setLong(1, before.toEpochMilli());
      purge.setInt(2, limit);
      return purge.executeUpdate();
    }
  }
}
