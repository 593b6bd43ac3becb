package dev.chime.store.postgres;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.Lane;
import dev.chime.store.commit.DeliveryCommand;
import dev.chime.store.commit.DeliveryWrites;
import dev.chime.store.row.DeliveryReads;
import dev.chime.store.row.DeliveryRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes table {@code deliveries} for a {@link PostgresWrites}. Claims and settlements are
 * collected, and each kind is executed with one statement before the commit. Not thread-safe.
 *
 * <p>A delivery is made by a transaction that may not have waited for the disk (see {@link
 * PostgresWrites}). Nobody can get it before that transaction is on disk: a claim waits for the
 * disk, and all commits before its own are then on disk, too. If the database crashes before, both
 * the outcome and the delivery are lost, and the timer elapses again and makes a delivery with the
 * same id.
 */
final class PostgresDeliveries implements DeliveryWrites {

  private final Connection connection;
  private final List<ClaimRound> claims = new ArrayList<>();
  private final List<DeliveryCommand.Settle> settles = new ArrayList<>();

  PostgresDeliveries(Connection connection) {
    this.connection = connection;
  }

  /** Begins anew, in place of a transaction that has failed if there was one. */
  void begin() throws SQLException {
    claims.clear();
    settles.clear();
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Override
  public void claim(DeliveryCommand.Claim claim) {
    for (ClaimRound round : claims) {
      if (round.add(claim)) {
        return;
      }
    }
    ClaimRound round = new ClaimRound();
    round.add(claim);
    claims.add(round);
  }

  @Override
  public void settle(DeliveryCommand.Settle settle) {
    settles.add(settle);
  }

  /** Executes what was collected, and answers it. A single statement is its own transaction. */
  void flush() throws SQLException {
    if (!settles.isEmpty() || claims.size() > 1) {
      beginTransaction();
    }
    if (!settles.isEmpty()) {
      new SettleRounds(connection).execute(settles);
    }
    for (ClaimRound round : claims) {
      round.execute(connection);
    }
  }

  /** Commits, unless each statement has committed itself. */
  void commit() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  private void beginTransaction() throws SQLException {
    connection.setAutoCommit(false);
  }

  @Override
  public List<Delivery> retry(List<DeliveryId> ids, Instant now) throws SQLException {
    beginTransaction();
    Columns keys = new Columns("text", "text");
    ids.forEach(id -> keys.add(id.namespace().name(), id.value()));
    try (PreparedStatement retry = connection.prepareStatement(PostgresDeliverySql.RETRY)) {
      retry.setLong(1, now.toEpochMilli());
      retry.setLong(keys.bind(connection, retry, 2), now.toEpochMilli());
      return DeliveryReads.read(retry);
    }
  }

  @Override
  public List<Delivery> kill(Lane lane, Instant now, int limit) throws SQLException {
    beginTransaction();
    try (PreparedStatement kill = connection.prepareStatement(PostgresDeliverySql.KILL)) {
      kill.setString(1, lane.namespace().name());
      kill.setString(2, lane.destination().text());
      kill.setLong(3, now.toEpochMilli());
      kill.setInt(4, limit);
      kill.setLong(5, now.toEpochMilli());
      return DeliveryReads.read(kill);
    }
  }

  @Override
  public int purge(Instant deliveredBefore, Instant deadBefore, int limit) throws SQLException {
    int delivered = purge(DeliveryState.DELIVERED, deliveredBefore, limit);
    return delivered + purge(DeliveryState.DEAD, deadBefore, limit - delivered);
  }

  private int purge(DeliveryState state, Instant before, int limit) throws SQLException {
    try (PreparedStatement purge = connection.prepareStatement(PostgresDeliverySql.PURGE)) {
      purge.setInt(1, DeliveryRow.code(state));
      purge.setLong(2, before.toEpochMilli());
      purge.setInt(3, limit);
      return purge.executeUpdate();
    }
  }
}
