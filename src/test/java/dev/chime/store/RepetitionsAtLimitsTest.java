package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Waker;
import dev.chime.harness.PostgresServer;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.store.sqlite.FaultyDatabase;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.StoreFullException;
import dev.chime.timer.Timer;
import dev.chime.timer.Timers;
import dev.chime.timer.TooManyTimersException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What has been accepted before is not refused when it comes again, whatever is full by then. */
@Timeout(60)
class RepetitionsAtLimitsTest {

  private static final Instant NOW = TimerStoreContract.NOW;
  private static final Context NOBODY = Context.from(Waker.noop());
  private static final IdempotencyKey KEY = new IdempotencyKey(Namespace.DEFAULT, "key", "body");
  private static final Timer POSTED = Timers.pending("posted", NOW, NOW);
  private static final Timer PUT = Timers.pending("put", NOW, NOW);
  private static final long SMALL = 1 << 20;

  @TempDir private Path folder;

  private static StoreLimits limits(long maxPending, long maxBytes) {
    return new StoreLimits(16_384, maxPending, namespace -> Long.MAX_VALUE, maxBytes);
  }

  private static Timer big(String id) {
    return Timers.pending(id, NOW, NOW, "\"" + "x".repeat(10_000) + "\"", Map.of());
  }

  private static void store(JdbcTimerStore store) {
    Blocking.get(store.create(POSTED, KEY));
    Blocking.get(store.put(PUT, "fingerprint"));
  }

  /** Requests like those that the two timers come from, and two that only look like them. */
  private static List<Future<Creation>> repetitions(JdbcTimerStore store) {
    return List.of(
        store.create(big("posted-again"), KEY),
        store.create(big("other"), new IdempotencyKey(Namespace.DEFAULT, "key", "other")),
        store.put(big("put"), "fingerprint"),
        store.put(big("put"), "other"));
  }

  private static void areAnswered(List<Future<Creation>> repetitions) {
    assertThat(repetitions.stream().map(Blocking::get))
        .containsExactly(
            new Creation.Replayed(POSTED),
            new Creation.KeyReused(),
            new Creation.Repeated(PUT),
            new Creation.IdTaken(PUT));
  }

  private static void isFull(JdbcTimerStore store) {
    IdempotencyKey other = new IdempotencyKey(Namespace.DEFAULT, "new", "body");
    for (Future<Creation> creation :
        List.of(
            store.create(big("new-1"), null),
            store.create(big("new-2"), other),
            store.put(big("new-3"), "fingerprint"))) {
      assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> Blocking.get(creation));
    }
  }

  @Test
  void aFileAtItsLimit() {
    try (JdbcTimerStore store = Stores.open(folder)) {
      store(store);
      for (int i = 0; i < 200; i++) {
        Blocking.get(store.create(big("timer-" + i), null));
      }
    }
    try (JdbcTimerStore store =
        JdbcTimerStore.open(folder, limits(Long.MAX_VALUE, SMALL), Stores.SILENT, Stores.UNHEARD)) {
      isFull(store);
      areAnswered(repetitions(store));
      isFull(store);
      assertThat(store.figures().problem()).isNotNull();
    }
  }

  /** The file fills in the middle of a transaction, with repetitions in it. */
  @Test
  void aTransactionThatFindsNoRoom() {
    FaultyDatabase database = new FaultyDatabase(folder, SMALL);
    try (JdbcTimerStore store =
        JdbcTimerStore.on(database, limits(Long.MAX_VALUE, SMALL), Stores.SILENT, Stores.UNHEARD)) {
      store(store);
      CountDownLatch commits = database.holdCommits();
      Future<Creation> first = store.create(Timers.pending("first", NOW, NOW), null);
      assertThat(first.poll(NOBODY).isReady()).isFalse();
      await().until(() -> store.figures().queued() == 0); // the next ones share a transaction
      List<Future<Creation>> creations = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        creations.add(store.create(big("timer-" + i), null));
      }
      creations.forEach(creation -> creation.poll(NOBODY));
      List<Future<Creation>> repetitions = repetitions(store);
      repetitions.forEach(repetition -> repetition.poll(NOBODY));
      commits.countDown();

      areAnswered(repetitions);
      for (Future<Creation> creation : creations) {
        assertThatExceptionOfType(StoreFullException.class)
            .isThrownBy(() -> Blocking.get(creation));
      }
      assertThat(store.figures().storedTimers()).isEqualTo(new StoredTimers(3, 0, 0, 0));
    }
  }

  @Test
  void asManyTimersAsMayBePending() {
    try (JdbcTimerStore store =
        JdbcTimerStore.open(folder, limits(2, 0), Stores.SILENT, Stores.UNHEARD)) {
      areAtTheirLimit(store);
    }
  }

  @Test
  void asManyTimersAsMayBePendingInPostgres() {
    try (JdbcTimerStore store =
        JdbcTimerStore.connect(
            PostgresServer.newDatabase(),
            "test",
            limits(2, 0),
            Stores.SILENT,
            Stores.UNHEARD,
            Stores.KEPT)) {
      areAtTheirLimit(store);
    }
  }

  private static void areAtTheirLimit(JdbcTimerStore store) {
    store(store);
    IdempotencyKey other = new IdempotencyKey(Namespace.DEFAULT, "new", "body");
    for (int round = 0; round < 2; round++) {
      areAnswered(repetitions(store));
      for (Future<Creation> creation :
          List.of(
              store.create(big("new-1"), null),
              store.create(big("new-2"), other),
              store.put(big("new-3"), "fingerprint"))) {
        assertThatExceptionOfType(TooManyTimersException.class)
            .isThrownBy(() -> Blocking.get(creation))
            .matches(e -> e.limit() == 2 && e.namespace() == null);
      }
    }
    assertThat(store.figures().storedTimers()).isEqualTo(new StoredTimers(2, 0, 0, 0));
  }

  /** In which case PostgreSQL refuses each row, as it does when its disk is full. */
  @Test
  void aFullDiskOfPostgres() throws SQLException {
    DatabaseAddress address = PostgresServer.newDatabase();
    try (JdbcTimerStore store =
            JdbcTimerStore.connect(
                address, "test", Stores.ROOMY, Stores.SILENT, Stores.UNHEARD, Stores.KEPT);
        Connection connection = DriverManager.getConnection(address.url());
        Statement statement = connection.createStatement()) {
      store(store);
      statement.execute(
          """
          CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full';
          END $$;
          CREATE TRIGGER refuse BEFORE INSERT ON timers EXECUTE FUNCTION refuse();
          """);
      isFull(store);
      for (int round = 0; round < 20; round++) { // in one transaction or in several, as it comes
        List<Future<Creation>> creations = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          creations.add(store.create(big("timer-" + i), null));
        }
        creations.forEach(creation -> creation.poll(NOBODY));
        List<Future<Creation>> repetitions = repetitions(store);
        repetitions.forEach(repetition -> repetition.poll(NOBODY));
        areAnswered(repetitions);
        for (Future<Creation> creation : creations) {
          assertThatExceptionOfType(StoreFullException.class)
              .isThrownBy(() -> Blocking.get(creation));
        }
      }
      statement.execute("DROP TRIGGER refuse ON timers");
      await().until(() -> store.figures().problem() == null);
      assertThat(Blocking.get(store.create(big("after"), null)))
          .isInstanceOf(Creation.Created.class);
    }
  }
}
