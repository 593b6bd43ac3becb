package dev.chime.store.postgres;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.Settlement;
import dev.chime.store.commit.DeliveryCommand;
import dev.chime.store.row.DeliveryReads;
import dev.chime.store.row.SettlementRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Executes settlements in as few statements as possible: one, unless the same delivery is settled
 * more than once. Not thread-safe.
 */
final class SettleRounds {

  /** All transactions lock rows in this order, so that none deadlock. */
  private static final Comparator<Row> ORDER =
      Comparator.comparing((Row row) -> row.settlement.id().namespace().name())
          .thenComparing(row -> row.settlement.id().value());

  /**
   * A settlement, and where its outcome goes.
   *
   * @param place the index in {@code outcomes}
   */
  private record Row(
      Settlement settlement,
      SettlementRow written,
      List<Optional<Settlement.Outcome>> outcomes,
      int place) {

    void answer(Optional<Settlement.Outcome> outcome) {
      outcomes.set(place, outcome);
    }
  }

  private final Connection connection;
  private final Map<DeliveryId, Row> round = new LinkedHashMap<>();

  SettleRounds(Connection connection) {
    this.connection = connection;
  }

  /** Executes these settlements in their order, and answers them. */
  void execute(List<DeliveryCommand.Settle> commands) throws SQLException {
    List<List<Optional<Settlement.Outcome>>> all = new ArrayList<>();
    for (DeliveryCommand.Settle command : commands) {
      List<Settlement> settlements = command.settlements();
      List<Optional<Settlement.Outcome>> outcomes =
          new ArrayList<>(Collections.nCopies(settlements.size(), Optional.empty()));
      all.add(outcomes);
      for (int i = 0; i < settlements.size(); i++) {
        Settlement settlement = settlements.get(i);
        SettlementRow written = SettlementRow.of(settlement, command.now());
        add(new Row(settlement, written, outcomes, i));
      }
    }
    executeRound();
    for (int i = 0; i < commands.size(); i++) {
      commands.get(i).settled(all.get(i));
    }
  }

  private void add(Row row) throws SQLException {
    DeliveryId id = row.settlement.id();
    if (round.containsKey(id)) {
      executeRound();
    }
    round.put(id, row);
  }

  private void executeRound() throws SQLException {
    Columns columns = new Columns("text", "text", "text", "int2", "bigint", "bigint", "text");
    for (Row row : round.values().stream().sorted(ORDER).toList()) {
      columns.add(
          row.settlement.id().namespace().name(),
          row.settlement.id().value(),
          row.settlement.token(),
          (short) row.written.state(),
          row.written.availableAt(),
          row.written.finishedAt(),
          row.written.attempt());
    }
    if (columns.isEmpty()) {
      return;
    }
    try (PreparedStatement settle = connection.prepareStatement(PostgresDeliverySql.SETTLE)) {
      columns.bind(connection, settle, 1);
      for (Delivery written : DeliveryReads.read(settle)) {
        Row row = round.remove(written.id());
        if (row != null) {
          row.answer(Optional.of(new Settlement.Outcome.Settled(written)));
        }
      }
    }
    findStale();
  }

  /** Those that are left were not written. */
  private void findStale() throws SQLException {
    if (round.isEmpty()) {
      return;
    }
    List<Row> stale = new ArrayList<>(round.values());
    List<Optional<Delivery>> present =
        new DeliveryReads(connection).find(stale.stream().map(row -> row.settlement.id()).toList());
    for (int i = 0; i < stale.size(); i++) {
      stale.get(i).answer(present.get(i).map(Settlement.Outcome.Stale::new));
    }
    round.clear();
  }
}
