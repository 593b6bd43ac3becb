package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.PostgresServer;
import dev.chime.schedule.Missed;
import dev.chime.schedule.ScheduleChanges;
import dev.chime.schedule.ScheduleId;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.timer.Blocking;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PostgresScheduleStoreTest extends ScheduleStoreContract {

  private final DatabaseAddress database = PostgresServer.newDatabase();

  @Override
  protected JdbcTimerStore newStore() {
    return connect("one");
  }

  private JdbcTimerStore connect(String node) {
    return JdbcTimerStore.connect(
        database, node, Stores.ROOMY, Stores.SILENT, changes::addAll, Stores.KEPT);
  }

  /** Such a node does not know of schedules. */
  @Test
  void goesOnAfterANodeOfAnOlderVersion() throws SQLException {
    ScheduleId id = new ScheduleId(Namespace.DEFAULT, "old");
    try (JdbcTimerStore store = connect("two");
        Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement()) {
      var put = ScheduleChanges.put(id, every(Duration.ofHours(1), Missed.ONE, null), _ -> {});
      Blocking.get(store.schedules().change(id, put, NOW));
      statement.execute("UPDATE timers SET state = 1, decided_at = 1, version = version + 1");
      assertThat(
              Blocking.get(
                  store.schedules().tend(NOW.plusSeconds(7_000), NOW.plusSeconds(3_700), 9)))
          .isEqualTo(1);
      TimerId next =
          Objects.requireNonNull(
                  Blocking.get(store.schedules().find(id)).orElseThrow().progress().pending())
              .id();
      assertThat(next.value()).isEqualTo("old~20500101T020000Z");
      assertThat(Blocking.get(store.find(next)).orElseThrow().isPending()).isTrue();
    }
  }
}
