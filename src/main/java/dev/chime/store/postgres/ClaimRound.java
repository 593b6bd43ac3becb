package dev.chime.store.postgres;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Lane;
import dev.chime.store.commit.DeliveryCommand;
import dev.chime.store.row.DeliveryRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Claims that one statement executes. Those of the same lane become one claim, whose deliveries are
 * then given out in the order in which they came: a statement does not see what another part of it
 * has claimed. Not thread-safe.
 */
final class ClaimRound {

  /** When to ask again for deliveries that another transaction is writing. */
  private static final Duration LOCKED = Duration.ofMillis(10);

  private static final int NUMBER = 22;

  /** Claims of a lane, which all lease for the same time. */
  private static final class Group {
    private final List<DeliveryCommand.Claim> claims = new ArrayList<>();
    private final List<Delivery> claimed = new ArrayList<>();
    private Instant now = Instant.MIN;
    private long max;
    private @Nullable Instant next;

    void add(DeliveryCommand.Claim claim) {
      claims.add(claim);
      max += claim.max();
      now = claim.now().isAfter(now) ? claim.now() : now;
    }

    Instant end() {
      return Instant.ofEpochMilli(now.plus(claims.getFirst().lease()).toEpochMilli());
    }

    void answer() {
      int from = 0;
      for (DeliveryCommand.Claim claim : claims) {
        int to = Math.min(claimed.size(), from + claim.max());
        claim.claimed(new DeliveryStore.Claim(List.copyOf(claimed.subList(from, to)), next));
        from = to;
      }
    }
  }

  private final Map<Lane, Group> groups = new LinkedHashMap<>();

  /**
   * Adds a claim.
   *
   * @return false if it has to be in another round, because it leases for another time than one of
   *     the same lane
   */
  boolean add(DeliveryCommand.Claim claim) {
    Group group = groups.computeIfAbsent(claim.lane(), _ -> new Group());
    if (!group.claims.isEmpty() && !group.claims.getFirst().lease().equals(claim.lease())) {
      return false;
    }
    group.add(claim);
    return true;
  }

  /** Executes the claims, and answers them. */
  void execute(Connection connection) throws SQLException {
    List<Group> numbered = new ArrayList<>();
    Columns lanes = new Columns("bigint", "text", "text", "bigint", "bigint", "bigint");
    groups.forEach(
        (lane, group) -> {
          lanes.add(
              (long) numbered.size(),
              lane.namespace().name(),
              lane.destination().text(),
              group.now.toEpochMilli(),
              group.max,
              group.end().toEpochMilli());
          numbered.add(group);
        });
    try (PreparedStatement claim = connection.prepareStatement(PostgresDeliverySql.CLAIM)) {
      lanes.bind(connection, claim, 1);
      try (ResultSet rows = claim.executeQuery()) {
        while (rows.next()) {
          readRow(rows, numbered.get(rows.getInt(NUMBER)));
        }
      }
    }
    numbered.forEach(Group::answer);
  }

  private static void readRow(ResultSet row, Group group) throws SQLException {
    if (row.getString(1) != null) {
      group.claimed.add(DeliveryRow.read(row));
    }
    long later = row.getLong(NUMBER + 2);
    Instant after = row.wasNull() ? null : Instant.ofEpochMilli(later);
    group.next = next(group, row.getLong(NUMBER + 1), after);
  }

  /**
   * When the next delivery of a lane is available.
   *
   * @param available how many were available, up to one more than were asked for
   * @param later when the next one after these is; null if there is none
   */
  private static @Nullable Instant next(Group group, long available, @Nullable Instant later) {
    int claimed = group.claimed.size();
    if (available > claimed) {
      return claimed == group.max ? group.now : group.now.plus(LOCKED);
    }
    Instant end = claimed == 0 ? null : group.end();
    return later == null || (end != null && end.isBefore(later)) ? end : later;
  }
}
