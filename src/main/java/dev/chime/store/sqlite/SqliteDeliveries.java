package dev.chime.store.sqlite;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Lane;
import dev.chime.delivery.Settlement;
import dev.chime.delivery.Settlement.Outcome.Settled;
import dev.chime.delivery.Settlement.Outcome.Stale;
import dev.chime.store.commit.DeliveryCommand;
import dev.chime.store.commit.DeliveryWrites;
import dev.chime.store.row.DeliveryReads;
import dev.chime.store.row.DeliveryRow;
import dev.chime.store.row.DeliverySql;
import dev.chime.store.row.LabelsText;
import dev.chime.store.row.SettlementRow;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Timer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes table {@code deliveries}, each row with its own statement. Not thread-safe. */
final class SqliteDeliveries implements DeliveryWrites {

  private final PreparedStatement insert;
  private final PreparedStatement available;
  private final PreparedStatement next;
  private final PreparedStatement lease;
  private final PreparedStatement find;
  private final PreparedStatement settle;
  private final PreparedStatement retry;
  private final PreparedStatement kill;
  private final PreparedStatement purge;

  SqliteDeliveries(Connection connection) throws SQLException {
    insert = connection.prepareStatement(SqliteDeliverySql.INSERT);
    available = connection.prepareStatement(SqliteDeliverySql.AVAILABLE);
    next = connection.prepareStatement(SqliteDeliverySql.NEXT);
    lease = connection.prepareStatement(SqliteDeliverySql.LEASE);
    find = connection.prepareStatement(DeliverySql.FIND);
    settle = connection.prepareStatement(SqliteDeliverySql.SETTLE);
    retry = connection.prepareStatement(SqliteDeliverySql.RETRY);
    kill = connection.prepareStatement(SqliteDeliverySql.KILL);
    purge = connection.prepareStatement(SqliteDeliverySql.PURGE);
  }

  /**
   * Makes the delivery of a timer that has elapsed, unless it is there already.
   *
   * @param availableAt when it can be claimed
   */
  void insert(Timer timer, Instant availableAt) throws SQLException {
    DeliveryRow.setId(insert, 1, DeliveryId.of(timer));
    insert.setString(3, TimerRow.text(timer.destination()));
    insert.setLong(4, availableAt.toEpochMilli());
    insert.setString(5, timer.id().value());
    insert.setLong(6, timer.deadline().toEpochMilli());
    insert.setLong(7, timer.createdAt().toEpochMilli());
    insert.setLong(8, timer.dueAt().toEpochMilli());
    TimerRow.setMillis(insert, 9, timer.maxLateness());
    insert.setObject(10, TimerRow.toMillis(timer.decidedAt()));
    insert.setLong(11, timer.version());
    insert.setString(12, timer.payload());
    insert.setString(13, LabelsText.of(timer.labels()));
    insert.setString(14, TimerRow.text(timer.traceparent()));
    insert.executeUpdate();
  }

  @Override
  public void claim(DeliveryCommand.Claim claim) throws SQLException {
    setLane(available, 1, claim.lane());
    available.setLong(3, claim.now().toEpochMilli());
    available.setInt(4, claim.max());
    Instant end = Instant.ofEpochMilli(claim.now().plus(claim.lease()).toEpochMilli());
    List<Delivery> claimed = new ArrayList<>();
    for (Delivery delivery : DeliveryReads.read(available)) {
      claimed.add(leased(delivery, end));
    }
    if (!claimed.isEmpty()) {
      lease.executeBatch();
    }
    claim.claimed(new DeliveryStore.Claim(claimed, next(claim.lane())));
  }

  private Delivery leased(Delivery delivery, Instant end) throws SQLException {
    String token = UUID.randomUUID().toString();
    int attempts = delivery.attempts() + 1;
    lease.setInt(1, attempts);
    lease.setLong(2, end.toEpochMilli());
    lease.setString(3, token);
    DeliveryRow.setId(lease, 4, delivery.id());
    lease.addBatch();
    return new Delivery(
        delivery.id(), delivery.timer(), DeliveryState.LEASED, attempts, end, token, null);
  }

  private @Nullable Instant next(Lane lane) throws SQLException {
    setLane(next, 1, lane);
    try (ResultSet row = next.executeQuery()) {
      return row.next() ? Instant.ofEpochMilli(row.getLong(1)) : null;
    }
  }

  private static void setLane(PreparedStatement statement, int index, Lane lane)
      throws SQLException {
    statement.setString(index, lane.namespace().name());
    statement.setString(index + 1, lane.destination().text());
  }

  @Override
  public void settle(DeliveryCommand.Settle command) throws SQLException {
    List<Optional<Settlement.Outcome>> outcomes = new ArrayList<>();
    for (Settlement settlement : command.settlements()) {
      outcomes.add(settle(settlement, command.now()));
    }
    command.settled(outcomes);
  }

  private Optional<Settlement.Outcome> settle(Settlement settlement, Instant now)
      throws SQLException {
    DeliveryRow.setId(find, 1, settlement.id());
    Delivery present = DeliveryReads.read(find).stream().findFirst().orElse(null);
    if (present == null) {
      return Optional.empty();
    }
    boolean isHeld =
        present.state() == DeliveryState.LEASED && settlement.token().equals(present.token());
    return Optional.of(isHeld ? new Settled(write(present, settlement, now)) : new Stale(present));
  }

  private Delivery write(Delivery leased, Settlement settlement, Instant now) throws SQLException {
    SettlementRow row = SettlementRow.of(settlement, now);
    settle.setInt(1, row.state());
    settle.setObject(2, row.availableAt());
    settle.setObject(3, row.finishedAt());
    settle.setString(4, row.attempt());
    DeliveryRow.setId(settle, 5, settlement.id());
    settle.executeUpdate();
    return row.appliedTo(leased);
  }

  @Override
  public List<Delivery> retry(List<DeliveryId> ids, Instant now) throws SQLException {
    List<Delivery> changed = new ArrayList<>();
    for (DeliveryId id : ids) {
      retry.setLong(1, now.toEpochMilli());
      DeliveryRow.setId(retry, 2, id);
      retry.setLong(4, now.toEpochMilli());
      changed.addAll(DeliveryReads.read(retry));
    }
    return changed;
  }

  @Override
  public List<Delivery> kill(Lane lane, Instant now, int limit) throws SQLException {
    kill.setLong(1, now.toEpochMilli());
    setLane(kill, 2, lane);
    kill.setLong(4, now.toEpochMilli());
    kill.setInt(5, limit);
    return DeliveryReads.read(kill);
  }

  @Override
  public int purge(Instant deliveredBefore, Instant deadBefore, int limit) throws SQLException {
    int delivered = purge(DeliveryState.DELIVERED, deliveredBefore, limit);
    return delivered + purge(DeliveryState.DEAD, deadBefore, limit - delivered);
  }

  private int purge(DeliveryState state, Instant before, int limit) throws SQLException {
    purge.setInt(1, DeliveryRow.code(state));
    purge.setLong(2, before.toEpochMilli());
    purge.setInt(3, limit);
    return purge.executeUpdate();
  }
}
