package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.Lane;
import dev.chime.delivery.Settlement.Result;
import dev.chime.harness.PostgresServer;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.timer.Blocking;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresDeliveryStoreTest extends JdbcDeliveryStoreContract {

  private final DatabaseAddress database = PostgresServer.newDatabase();
  private final Queue<Map.Entry<Lane, Instant>> otherTold = new ConcurrentLinkedQueue<>();
  private final List<TimerChange> otherChanges = new CopyOnWriteArrayList<>();
  private JdbcTimerStore other;

  @Override
  protected JdbcTimerStore newTimerStore() {
    return JdbcTimerStore.connect(
        database, "one", Stores.ROOMY, Stores.SILENT, changes::addAll, Stores.KEPT);
  }

  @BeforeEach
  void connectOther() {
    other =
        JdbcTimerStore.connect(
            database, "two", Stores.ROOMY, Stores.SILENT, otherChanges::addAll, Stores.KEPT);
    other.onAvailable((lane, at) -> otherTold.add(Map.entry(lane, at)));
  }

  @AfterEach
  void closeOther() {
    other.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void otherProcessesHearWhatBecomesAvailable() {
    elapse(timer("a"), NOW);
    await().until(() -> otherTold.contains(Map.entry(LANE, NOW)));
    Instant later = NOW.plusSeconds(5);
    settle(claimed(NOW), new Result.Retry(later), NOW);
    await().until(() -> otherTold.contains(Map.entry(LANE, later)));
    settle(claimed(later), new Result.Dead(), later);
    Instant again = NOW.plusSeconds(7);
    Blocking.get(timers.deliveries().retry(List.of(DeliveryId.of(timer("a"))), again));
    await().until(() -> otherTold.contains(Map.entry(LANE, again)));
    assertThat(told).as("once by itself").containsOnlyOnce(Map.entry(LANE, again));
    assertThat(otherTold).containsOnlyOnce(Map.entry(LANE, NOW), Map.entry(LANE, later));
  }

  @Test
  void otherProcessesHearOfDestinationsAndEnds() {
    Timer timer = timer("a");
    elapse(timer, NOW);
    settle(claimed(NOW), new Result.Delivered(), NOW);
    Timer elapsed = timer.outcomeAt(NOW);
    await()
        .untilAsserted(
            () ->
                assertThat(otherChanges)
                    .containsExactly(
                        TimerChange.created(timer),
                        TimerChange.decided(elapsed),
                        new TimerChange(TimerChange.Kind.DELIVERED, elapsed)));
    assertThat(changes).isEqualTo(otherChanges);
  }

  /** That version knows neither of the column nor of deliveries. */
  @Test
  void aNodeOfAnOlderVersionDeliversToo() throws SQLException {
    Timer timer = timer("u~1");
    Blocking.get(timers.create(timer, null));
    execute(
        "UPDATE timers SET state = 1, version = version + 1, decided_at = "
            + NOW.toEpochMilli()
            + " WHERE state = 0");
    await().until(() -> told.contains(Map.entry(LANE, NOW)));
    Delivery leased = claimed(NOW);
    assertThat(leased.id()).isEqualTo(DeliveryId.of(timer));
    assertThat(leased.timer()).isEqualTo(timer.outcomeAt(NOW));
    execute("UPDATE timers SET state = 0, decided_at = NULL");
    execute("UPDATE timers SET state = 1, decided_at = 1");
    assertThat(all()).hasSize(1);
    execute("UPDATE timers SET state = 0, decided_at = NULL");
    execute("UPDATE timers SET state = 2, decided_at = 1");
    assertThat(all()).hasSize(1);
  }

  /** It would lose its place in the log if it did not understand a change. */
  @Test
  void theLogOfChangesIsReadableForOlderVersions() throws SQLException {
    elapse(timer("a"), NOW);
    settle(claimed(NOW), new Result.Delivered(), NOW);
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT changes FROM changes ORDER BY last")) {
      for (String kind : List.of("CREATED", "ELAPSED", "UPDATED")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).startsWith("[[\"" + kind + "\",").doesNotContain("emails");
      }
    }
  }

  @Test
  void theIdIsTheSameInSqlWhateverTheTimer() throws SQLException {
    for (int i = 0; i < 50; i++) {
      Blocking.get(timers.create(timer("timer" + i), null));
    }
    execute("UPDATE timers SET state = 1, decided_at = " + NOW.toEpochMilli());
    assertThat(all()).hasSize(50);
    assertThat(all())
        .allSatisfy(each -> assertThat(each.id()).isEqualTo(DeliveryId.of(each.timer())));
  }
}
