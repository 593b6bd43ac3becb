package dev.chime.schedule.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.time.VirtualTicker;
import dev.chime.schedule.Progress.Pending;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleChanges;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleSettings;
import dev.chime.schedule.Timing;
import dev.chime.schedule.ZoneData;
import dev.chime.schedule.cron.CronExpression;
import dev.chime.store.JdbcTimerStore;
import dev.chime.store.StoreLimits;
import dev.chime.store.commit.NoopCommitListener;
import dev.chime.timer.Blocking;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.service.NamespaceClocks;
import dev.chime.timer.service.ServiceClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Occurrences that were computed by other rules of a time zone are computed again. */
class ZoneDataUpdateTest {

  private static final Instant NOW = Instant.parse("2050-01-01T00:00:00Z");
  private static final long HOUR = 3_600_000;

  @TempDir private Path folder;

  private JdbcTimerStore open() {
    return JdbcTimerStore.open(
        folder,
        new StoreLimits(1000, Long.MAX_VALUE, _ -> Long.MAX_VALUE, 0),
        new NoopCommitListener(),
        _ -> {});
  }

  private static ScheduleId id(String value) {
    return new ScheduleId(Namespace.DEFAULT, value);
  }

  private static void put(JdbcTimerStore store, String id, ZoneId zone) {
    ScheduleSettings settings =
        ScheduleSettings.of(new Timing.Cron(CronExpression.parse("0 9 * * *"), zone), null);
    Blocking.get(
        store.schedules().change(id(id), ScheduleChanges.put(id(id), settings, _ -> {}), NOW));
  }

  private static Schedule find(JdbcTimerStore store, String id) {
    return Blocking.get(store.schedules().find(id(id))).orElseThrow();
  }

  private static Pending pending(JdbcTimerStore store, String id) {
    return Objects.requireNonNull(find(store, id).progress().pending());
  }

  @Test
  void computesAgainWhatOlderDataSaid() throws SQLException, InterruptedException {
    Instant nine = Instant.parse("2050-01-01T08:00:00Z");
    try (JdbcTimerStore store = open()) {
      put(store, "berlin", ZoneId.of("Europe/Berlin"));
      put(store, "fixed", ZoneOffset.UTC);
      assertThat(pending(store, "berlin").instant()).isEqualTo(nine);
      assertThat(Blocking.get(store.schedules().ofOtherZoneData(9))).isEmpty();
    }
    computeByOlderData(nine);
    try (JdbcTimerStore store = open()) {
      assertThat(pending(store, "berlin").instant()).isEqualTo(nine.plusMillis(HOUR));
      assertThat(Blocking.get(store.schedules().ofOtherZoneData(9))).containsExactly(id("berlin"));

      NamespaceClocks clock = NamespaceClocks.of(new ServiceClock(VirtualTicker.paused(0), NOW));
      assertThat(ZoneDataUpdate.run(store.schedules(), clock)).isEqualTo(1);

      assertThat(pending(store, "berlin").instant()).isEqualTo(nine);
      Timer timer = Blocking.get(store.find(pending(store, "berlin").id())).orElseThrow();
      assertThat(timer.isPending()).isTrue();
      assertThat(timer.deadline()).isEqualTo(nine);
      assertThat(find(store, "berlin").version()).isEqualTo(1);
      assertThat(find(store, "berlin").progress().made()).isEqualTo(1);
      assertThat(Blocking.get(store.schedules().ofOtherZoneData(9))).isEmpty();
      assertThat(ZoneDataUpdate.run(store.schedules(), clock)).isZero();
    }
  }

  /** Moves the occurrence by an hour, as if the zone had had another offset. */
  private void computeByOlderData(Instant nine) throws SQLException {
    long then = nine.toEpochMilli();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("chime.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE timers SET deadline = deadline + " + HOUR + " WHERE id LIKE 'berlin%'");
      int changed =
          statement.executeUpdate(
              "UPDATE schedules SET zone_data = '1999a', progress = replace(replace(progress, '"
                  + then
                  + "', '"
                  + (then + HOUR)
                  + "'), '"
                  + ZoneData.VERSION
                  + "', '1999a') WHERE id = 'berlin'");
      assertThat(changed).isEqualTo(1);
    }
  }
}
