package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.PostgresServer;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.timer.Blocking;
import dev.chime.timer.ClockTurn;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostgresTestClockStoreTest extends TestClockStoreContract {

  private static final AtomicInteger NODES = new AtomicInteger();

  private final DatabaseAddress database = PostgresServer.newDatabase();

  @Override
  protected JdbcTimerStore openStore() {
    return JdbcTimerStore.connect(
        database,
        "node-" + NODES.incrementAndGet(),
        Stores.ROOMY,
        Stores.SILENT,
        changes::addAll,
        Stores.KEPT);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void whatSqlInsertsGoesByTheClock() throws SQLException {
    execute("SELECT chime_create(delay => interval '10s', id => 'a', namespace => 'test')");
    execute("SELECT chime_create(delay => interval '10s', id => 'real')");
    execute("SELECT chime_schedule('s', every => interval '20s', namespace => 'test')");
    Blocking.get(timers.sweep(START.minusSeconds(9_999_999), START, 10));
    Timer timer = Blocking.get(timers.find(new TimerId(TEST, "a"))).orElseThrow();
    assertThat(timer.createdAt()).isEqualTo(START);
    assertThat(timer.deadline()).isEqualTo(START.plusSeconds(10));
    Blocking.get(timers.schedules().tend(START, START, 10));
    var turned =
        Blocking.get(
            timers.testClocks().turn(TEST, new ClockTurn.By(Duration.ofSeconds(20)), null));
    assertThat(turned.decided())
        .extracting(each -> each.id().value())
        .containsExactly("a", "s~20500101T000020Z");
  }

  @Test
  void turnsOfSeveralNodesAddUp() {
    try (JdbcTimerStore other = openStore()) {
      List<CompletableFuture<Void>> turns =
          IntStream.range(0, 20)
              .mapToObj(
                  i ->
                      CompletableFuture.runAsync(
                          () ->
                              Blocking.get(
                                  (i % 2 == 0 ? timers : other)
                                      .testClocks()
                                      .turn(TEST, new ClockTurn.By(Duration.ofSeconds(1)), null))))
              .toList();
      turns.forEach(CompletableFuture::join);
      assertThat(Blocking.get(other.testClocks().readAll()).getFirst().now())
          .isEqualTo(START.plusSeconds(20));
      assertThat(timers.testClocks().known().all().getFirst().now())
          .isBeforeOrEqualTo(START.plusSeconds(20));
    }
  }
}
