package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chime.harness.PostgresServer;
import dev.chime.schedule.Missed;
import dev.chime.schedule.Overlap;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleChanges;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleSettings;
import dev.chime.schedule.TimerTemplate;
import dev.chime.schedule.Timing;
import dev.chime.schedule.cron.CronExpression;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.timer.Blocking;
import dev.chime.timer.Destination;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  private String ask(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void takesInWhatWasInsertedPastChime() throws SQLException {
    try (JdbcTimerStore store = connect("two")) {
      assertThat(
              ask(
                  "SELECT chime_schedule('sql', cron => ' 0  9 * * MON-FRI ',"
                      + " zone => 'Europe/Berlin', payload => '{\"a\": 1}',"
                      + " labels => '{\"k\": \"v\"}', deliver => '{\"queue\": \"q\"}',"
                      + " \"from\" => '2050-01-01', until => '2051-01-01', \"count\" => 3,"
                      + " flexible => '1 minute', missed => 'all', overlap => 'skip',"
                      + " max_lateness => '1.5 seconds')"))
          .isEqualTo("sql");
      assertThat(ask("SELECT chime_schedule('sql2', every => '90 seconds')")).isEqualTo("sql2");
      assertThat(Blocking.get(store.schedules().list(page(null, 9)))).isEmpty();
      assertThat(Blocking.get(store.schedules().tend(NOW, NOW, 9))).isEqualTo(2);
      assertThat(Blocking.get(store.schedules().list(page(null, 9)))).hasSize(2);
      Schedule taken = find(store, "sql");
      assertThat(taken.settings())
          .isEqualTo(
              new ScheduleSettings(
                  new Timing.Cron(
                      CronExpression.parse("0 9 * * MON-FRI"), ZoneId.of("Europe/Berlin")),
                  NOW,
                  Instant.parse("2051-01-01T00:00:00Z"),
                  3,
                  Duration.ofMinutes(1),
                  Missed.ALL,
                  Overlap.SKIP,
                  new TimerTemplate(
                      Duration.ofMillis(1500),
                      "{\"a\": 1}",
                      Map.of("k", "v"),
                      new Destination.Queue("q"))));
      TimerId first = Objects.requireNonNull(taken.progress().pending()).id();
      assertThat(first.value()).isEqualTo("sql~20500103T080000Z");
      assertThat(Blocking.get(store.find(first)).orElseThrow().isPending()).isTrue();
      assertThat(find(store, "sql2").settings().timing())
          .isEqualTo(new Timing.Every(Duration.ofSeconds(90)));
      assertThatThrownBy(() -> ask("SELECT chime_schedule('sql', every => '1 hour')"))
          .hasMessageContaining("duplicate key");
    }
  }

  private static Schedule find(JdbcTimerStore store, String id) {
    return Blocking.get(store.schedules().find(new ScheduleId(Namespace.DEFAULT, id)))
        .orElseThrow();
  }

  @Test
  void deletesWhatNeverMatches() throws SQLException {
    try (JdbcTimerStore store = connect("two")) {
      ask("SELECT chime_schedule('never', cron => '0 0 30 2 *')");
      ask("SELECT chime_schedule('good', cron => '@daily')");
      Blocking.get(store.schedules().tend(NOW, NOW, 9));
      assertThat(Blocking.get(store.schedules().list(page(null, 9))))
          .extracting(each -> each.id().value())
          .containsExactly("good");
      assertThat(ask("SELECT count(*) FROM schedules")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                | either cron or every must be given",
        ", cron => '@daily', every => '1 hour' | either cron or every must be given",
        ", every => '99 milliseconds'    | every must be from 100 milliseconds to 100 years",
        ", every => '1 hour', flexible => '2 hours' | flexible must be",
        ", every => '1 hour', namespace => 'a b' | namespace must be",
        ", every => '1 hour', \"count\" => 0 | count must be",
        ", every => '1 hour', missed => 'ONE' | missed must be",
        ", every => '1 hour', overlap => 'no' | overlap must be",
        ", every => '1 hour', max_lateness => '-1 second' | max_lateness must be",
        ", every => '1 hour', labels => '[1]' | labels must be",
        ", every => '1 hour', labels => '{\"a b\": \"c\"}' | labels must be",
        ", every => '1 hour', deliver => '{\"url\": \"c\"}' | deliver must be",
        ", every => '1 hour', until => '1960-01-01' | from and until must be",
        ", cron => '@daily', zone => 'Mars' | zone must be",
        ", cron => '* * * *'             | cron must have 5 fields",
        ", cron => '@reboot'             | cron must have 5 fields",
        ", cron => '60 * * * *'          | cron must have a minute from 0 to 59",
        ", cron => '* * 0 * *'           | cron must have a day of month from 1 to 31",
        ", cron => '* * * FOO *'         | cron must have a month from 1 to 12",
        ", cron => '* * * * 8'           | cron must have a day of week from 0 to 7",
        ", cron => '*/0 * * * *'         | cron must have a minute of numbers",
        ", cron => '1,,2 * * * *'        | cron must have a minute of numbers",
        ", cron => '30-10 * * * *'       | cron must not have a minute of a range",
        ", cron => '* * * * FRI#6'       | cron must have a day of week of numbers",
      })
  void refusesBadArgumentsInSql(@Nullable String arguments, String message) {
    assertThatThrownBy(
            () -> ask("SELECT chime_schedule('sql'" + (arguments == null ? "" : arguments) + ")"))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Weekly",
        "0 0 L * *",
        "0 0 L-3 * *",
        "0 0 15W,LW * *",
        "0 0 * * 5L",
        "0 0 * * fri#2",
        "0 0 ? JAN-mar sat-sun",
        "*/5,7 10-20/2 1,15 * 1-7",
        "30 5/20 4 * * *",
      })
  void takesInSqlWhatJavaTakes(String cron) throws SQLException {
    CronExpression.parse(cron);
    assertThat(ask("SELECT chime_schedule('sql', cron => '" + cron + "')")).isEqualTo("sql");
  }
}
