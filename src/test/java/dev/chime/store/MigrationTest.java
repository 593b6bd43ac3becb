package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.store.row.LabelsText;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import dev.chime.timer.Timers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database with the first schema can be opened, and still has everything. */
@Timeout(60)
class MigrationTest {

  private static final Instant NOW = TimerStoreContract.NOW;
  private static final Map<String, String> LABELS =
      Map.of("kind", "reminder", "it's \"quoted\" \\", "line\nbreak", "", "", "ä€𝄞", "%_");
  private static final IdempotencyKey KEY =
      new IdempotencyKey(Namespace.DEFAULT, "key", "fingerprint");

  private final Timer pending =
      Timers.pending("pending", NOW.plusSeconds(60), NOW, "{\"a\":1}", LABELS);
  private final Timer overdue = // its deadline had passed when it was created
      Timers.pending("overdue", NOW.minusSeconds(60), NOW);
  private final Timer elapsed =
      Timers.pending("elapsed", NOW.plusSeconds(1), NOW, null, LABELS)
          .outcomeAt(NOW.plusSeconds(2));
  private final Timer cancelled =
      Timers.pending("cancelled", NOW.plusSeconds(1), NOW).cancelled(NOW.plusMillis(7));

  @TempDir private Path folder;

  @BeforeEach
  void writeTheFirstSchema() throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("chime.db");
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:db/sqlite")
        .placeholders(
            Map.of(
                "clustered",
                "WITHOUT ROWID",
                "each_label",
                "",
                "label_name",
                "",
                "label_value",
                ""))
        .target("1")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (Timer timer : List.of(pending, overdue, elapsed, cancelled)) {
        insert(connection, timer);
      }
      statement.execute(
          "INSERT INTO requests VALUES ('key', 'fingerprint', 'pending', "
              + pending.deadline().toEpochMilli()
              + ", "
              + NOW.toEpochMilli()
              + ", '{\"a\":1}', "
              + "'{\"kind\":\"reminder\"}')");
      statement.execute(
          "UPDATE ledger SET pending = 2, elapsed = 1, cancelled = 1, clock = "
              + NOW.plusSeconds(2).toEpochMilli());
    }
  }

  private static void insert(Connection connection, Timer timer) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO timers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, timer.id().value());
      insert.setInt(2, TimerRow.code(timer.state()));
      insert.setLong(3, timer.deadline().toEpochMilli());
      insert.setLong(4, timer.createdAt().toEpochMilli());
      setTime(insert, 5, timer.state() == TimerState.ELAPSED ? timer.decidedAt() : null);
      setTime(insert, 6, timer.decidedAt());
      insert.setLong(7, timer.version());
      insert.setString(8, timer.payload());
      insert.setString(9, LabelsText.of(timer.labels()));
      insert.executeUpdate();
    }
  }

  private static void setTime(PreparedStatement insert, int index, @Nullable Instant time)
      throws SQLException {
    insert.setObject(index, time == null ? null : time.toEpochMilli());
  }

  @Test
  void itHasEveryTimerAndCountsThemAsBefore() {
    try (JdbcTimerStore store = Stores.open(folder)) {
      for (Timer timer : List.of(pending, overdue, elapsed, cancelled)) {
        assertThat(Blocking.get(store.find(timer.id()))).contains(timer);
      }
      assertThat(store.figures().storedTimers()).isEqualTo(new StoredTimers(2, 1, 1, 0));
      assertThat(store.latestTime()).isEqualTo(NOW.plusSeconds(2));
      assertThat(Blocking.get(store.pending(TimerStore.BEGINNING, null, NOW.plusSeconds(61), 10)))
          .containsExactly(overdue, pending);
    }
  }

  @Test
  void timersAreFoundByTheirLabels() {
    try (JdbcTimerStore store = Stores.open(folder)) {
      for (Map.Entry<String, String> label : LABELS.entrySet()) {
        assertThat(Blocking.get(store.list(by(label))).timers()).containsExactly(elapsed, pending);
      }
      assertThat(Blocking.get(store.list(by(Map.entry("kind", "other")))).timers()).isEmpty();
    }
  }

  private static TimerQuery by(Map.Entry<String, String> label) {
    return new TimerQuery(
        Namespace.DEFAULT, EnumSet.allOf(TimerState.class), List.of(label), null, null, null, 10);
  }

  @Test
  void anIdempotencyKeyIsStillKnown() {
    try (JdbcTimerStore store = Stores.open(folder)) {
      Timer another = Timers.pending("another", NOW, NOW);
      Timer asCreated =
          Timers.pending(
              "pending", pending.deadline(), NOW, "{\"a\":1}", Map.of("kind", "reminder"));
      assertThat(Blocking.get(store.create(another, KEY)))
          .isEqualTo(new Creation.Replayed(asCreated));
      assertThat(
              Blocking.get(
                  store.create(another, new IdempotencyKey(Namespace.DEFAULT, "key", "other"))))
          .isEqualTo(new Creation.KeyReused());
    }
  }

  @Test
  void anIdOfThatTimeIsOurs() {
    try (JdbcTimerStore store = Stores.open(folder)) {
      assertThat(Blocking.get(store.put(pending, "fingerprint")))
          .isEqualTo(new Creation.IdTaken(pending));
    }
  }

  @Test
  void whatWasPendingCanBeDecidedAndForgotten() {
    try (JdbcTimerStore store = Stores.open(folder)) {
      Timer late = overdue.outcomeAt(NOW.plusSeconds(3));
      Blocking.get(store.elapse(overdue.id(), NOW.plusSeconds(3)));
      assertThat(Blocking.get(store.find(overdue.id()))).contains(late);
      assertThat(late.lateness()).isEqualTo(Duration.ofSeconds(3));
      Blocking.get(store.cancel(pending.id(), Precondition.NONE, NOW.plusSeconds(3)));
      Instant later = NOW.plusSeconds(4);
      assertThat(Blocking.get(store.purge(later, later, 100))).isEqualTo(4);
      assertThat(store.figures().storedTimers()).isEqualTo(new StoredTimers(0, 0, 0, 0));
      assertThat(Blocking.get(store.list(by(LABELS.entrySet().iterator().next()))).timers())
          .isEmpty();
    }
    try (JdbcTimerStore store = Stores.open(folder)) { // is not migrated again
      assertThat(Blocking.get(store.find(new TimerId(Namespace.DEFAULT, "pending")))).isEmpty();
    }
  }
}
