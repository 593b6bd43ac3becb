package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Waker;
import dev.chime.harness.PostgresServer;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import dev.chime.timer.Timers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several stores over one database make each decision once. */
@Timeout(120)
class SharedDatabaseTest {

  private static final Instant NOW = TimerStoreContract.NOW;
  private static final Instant BEFORE = TimerStoreContract.BEFORE;
  private static final int RACES = 1_000;
  private static final int STORES = 3;

  /** More timers than fit into one transaction of each store. */
  private static final int FLOOD = 10_000;

  private final DatabaseAddress database = PostgresServer.newDatabase();
  private final List<JdbcTimerStore> stores = new ArrayList<>();

  @BeforeEach
  void connect() {
    for (int i = 0; i < STORES; i++) {
      stores.add(
          JdbcTimerStore.connect(
              database, "test", Stores.ROOMY, Stores.SILENT, Stores.UNHEARD, Stores.KEPT));
    }
  }

  @AfterEach
  void close() {
    stores.forEach(JdbcTimerStore::close);
  }

  private static Timer timer(String id) {
    return Timers.pending(id, NOW, NOW, "[1]", Map.of("k", "v"));
  }

  private static TimerId id(int number) {
    return new TimerId(Namespace.DEFAULT, "timer-" + number);
  }

  /** Asks all stores at about the same time. */
  private <R> List<R> askAll(Function<JdbcTimerStore, R> question) {
    Queue<R> answers = new ConcurrentLinkedQueue<>();
    List<Thread> threads =
        stores.stream()
            .map(store -> Thread.ofPlatform().start(() -> answers.add(question.apply(store))))
            .toList();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(answers).hasSize(STORES);
    return List.copyOf(answers);
  }

  private static Decision elapse(JdbcTimerStore store, int number) {
    return Blocking.get(store.elapse(id(number), NOW)).orElseThrow();
  }

  private static Decision cancel(JdbcTimerStore store, int number) {
    return Blocking.get(store.cancel(id(number), Precondition.NONE, BEFORE)).orElseThrow();
  }

  @Test
  void aTimerThatIsCreatedByAllIsCreatedByOne() {
    for (int i = 0; i < RACES; i++) {
      Timer timer = timer("timer-" + i);
      assertThat(askAll(store -> Blocking.get(store.put(timer, "fingerprint"))))
          .as("one created, the others told so")
          .containsOnlyOnce(new Creation.Created(timer))
          .contains(new Creation.Repeated(timer));
    }
    assertCounts(new StoredTimers(RACES, 0, 0, 0));
  }

  @Test
  void aFloodOfNewTimersIsThereAndCounted() {
    List<Future<Creation>> creating = new ArrayList<>();
    List<Timer> timers = new ArrayList<>();
    for (int i = 0; i < FLOOD; i++) {
      Timer timer = timer("timer-" + i);
      timers.add(timer);
      Future<Creation> each = stores.get(i % STORES).create(timer, null);
      var _ = each.poll(Context.from(Waker.noop()));
      creating.add(each);
    }
    for (int i = 0; i < FLOOD; i++) {
      assertThat(Blocking.get(creating.get(i))).isEqualTo(new Creation.Created(timers.get(i)));
    }
    assertCounts(new StoredTimers(FLOOD, 0, 0, 0));
    assertThat(timers)
        .allSatisfy(
            timer -> assertThat(Blocking.get(stores.getFirst().find(timer.id()))).contains(timer));
  }

  @Test
  void aKeyThatIsUsedWithAllMakesOneTimer() {
    for (int i = 0; i < RACES; i++) {
      IdempotencyKey key = new IdempotencyKey(Namespace.DEFAULT, "key-" + i, "fingerprint");
      List<Creation> answers =
          askAll(
              store ->
                  Blocking.get(
                      store.create(timer(key.value() + "-" + stores.indexOf(store)), key)));
      Timer made =
          answers.stream()
              .flatMap(
                  each ->
                      each instanceof Creation.Created(Timer timer)
                          ? Optional.of(timer).stream()
                          : Optional.<Timer>empty().stream())
              .reduce(
                  (a, b) -> {
                    throw new AssertionError("two: " + a.id() + " and " + b.id());
                  })
              .orElseThrow();
      assertThat(answers).contains(new Creation.Replayed(made));
    }
    assertCounts(new StoredTimers(RACES, 0, 0, 0));
  }

  @Test
  void ofElapsingAndCancellingOneIsFirstAndAllAgree() {
    for (int i = 0; i < RACES; i++) {
      int number = i;
      Blocking.get(stores.getFirst().put(timer("timer-" + i), "fingerprint"));
      List<Decision> decisions =
          askAll(
              store -> stores.indexOf(store) == 0 ? cancel(store, number) : elapse(store, number));
      assertThat(decisions.stream().filter(Decision.Changed.class::isInstance)).hasSize(1);
      assertThat(decisions).extracting(Decision::timer).containsOnly(decisions.get(0).timer());
      assertThat(askAll(store -> Blocking.get(store.find(id(number))).orElseThrow()))
          .containsOnly(decisions.get(0).timer());
    }
  }

  @Test
  void changesOfOneVersionByAllAreMadeByOne() {
    Blocking.get(stores.getFirst().put(timer("timer-0"), "fingerprint"));
    for (int i = 0; i < RACES; i++) {
      Precondition seen = new Precondition(Set.of((long) i + 1));
      String payload = "" + i;
      assertThat(
              askAll(
                  store ->
                      Blocking.get(
                              store.amend(id(0), new Amendment(null, payload, null), seen, BEFORE))
                          .orElseThrow()))
          .filteredOn(Decision.Changed.class::isInstance)
          .hasSize(1);
    }
  }

  @Test
  void whatAllSweepAtOnceElapsesOnce() {
    for (int i = 0; i < RACES; i++) {
      Blocking.get(stores.get(i % STORES).put(timer("timer-" + i), "fingerprint"));
    }
    List<List<Timer>> swept =
        askAll(
            store -> {
              List<Timer> all = new ArrayList<>();
              while (isLeft()) {
                all.addAll(Blocking.get(store.sweep(NOW, NOW, 50)));
              }
              return all;
            });
    assertThat(swept.stream().flatMap(List::stream).map(Timer::id).distinct()).hasSize(RACES);
    assertThat(swept.stream().mapToInt(List::size).sum()).isEqualTo(RACES);
    assertCounts(new StoredTimers(0, RACES, 0, 0));
  }

  private boolean isLeft() {
    return !Blocking.get(
            stores.getFirst().pending(TimerStore.BEGINNING, null, NOW.plusSeconds(1), 1))
        .isEmpty();
  }

  @Test
  void whatAllForgetAtOnceIsForgottenOnce() {
    for (int i = 0; i < RACES; i++) {
      Blocking.get(stores.get(i % STORES).put(timer("timer-" + i), "fingerprint"));
      cancel(stores.get((i + 1) % STORES), i);
    }
    Instant later = NOW.plusSeconds(1);
    List<Integer> forgotten =
        askAll(
            store -> {
              int count = 0;
              for (int some = 1; some > 0; count += some) {
                some = Blocking.get(store.purge(later, later, 50));
              }
              return count;
            });
    assertThat(forgotten.stream().mapToInt(Integer::intValue).sum()).isEqualTo(RACES);
    assertCounts(new StoredTimers(0, 0, 0, 0));
  }

  @Test
  void allGoByTheDatabasesClockAndAreNeverAheadOfIt() throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 100; i++) {
        for (JdbcTimerStore store : stores) {
          Instant told = store.now();
          try (ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            assertThat(told).isBeforeOrEqualTo(row.getObject(1, OffsetDateTime.class).toInstant());
          }
        }
      }
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void aStoreThatGetsNoConnectionsGoesOnWhenThereAreSome() throws SQLException {
    execute("CREATE ROLE limited LOGIN", "GRANT ALL ON ALL TABLES IN SCHEMA public TO limited");
    DatabaseAddress limited =
        new DatabaseAddress(database.url().replace("user=postgres", "user=limited"), null, null);
    try (JdbcTimerStore store =
        JdbcTimerStore.connect(
            limited, "limited", Stores.ROOMY, Stores.SILENT, Stores.UNHEARD, Stores.KEPT)) {
      Blocking.get(store.put(timer("timer-1"), "fingerprint"));
      execute(
          "ALTER ROLE limited CONNECTION LIMIT 0",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'limited'");
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> Blocking.get(store.put(timer("timer-2"), "fingerprint")));
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> Blocking.get(store.find(id(1))));
      assertThat(store.figures().problem()).isNotNull();

      execute("ALTER ROLE limited CONNECTION LIMIT -1");
      await()
          .ignoreExceptionsInstanceOf(StoreException.class)
          .until(() -> Blocking.get(store.put(timer("timer-2"), "fingerprint")) != null);
      assertThat(Blocking.get(store.find(id(1)))).isPresent();
      await().until(() -> store.figures().problem() == null);
    }
  }

  @Test
  void aStatementThatIsCancelledIsRefusedAndTheNextOneIsNot() throws SQLException {
    JdbcTimerStore store = stores.getFirst();
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE timers IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<Creation> put =
          CompletableFuture.supplyAsync(
              () -> Blocking.get(store.put(timer("timer-1"), "fingerprint")));
      await()
          .until(
              () -> {
                execute( // as a statement timeout does
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'");
                return put.isDone();
              });
      assertThat(put).isCompletedExceptionally();
      connection.rollback();
    }
    assertThat(Blocking.get(store.put(timer("timer-1"), "fingerprint")))
        .isInstanceOf(Creation.Created.class);
  }

  @Test
  void aStoreThatLosesItsConnectionsFindsBack() throws SQLException {
    JdbcTimerStore store = stores.getFirst();
    for (int i = 0; i < 20; i++) {
      int number = i;
      try (Connection connection = DriverManager.getConnection(database.url());
          Statement statement = connection.createStatement()) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name LIKE 'chime %'");
      }
      await()
          .ignoreExceptionsInstanceOf(StoreException.class)
          .until(() -> Blocking.get(store.put(timer("timer-" + number), "fingerprint")) != null);
      await()
          .ignoreExceptionsInstanceOf(StoreException.class)
          .until(() -> Blocking.get(store.find(id(number))).isPresent());
    }
    await().until(() -> store.figures().problem() == null);
    assertCounts(new StoredTimers(20, 0, 0, 0));
  }

  /** Asserts the counts that a new store reads from the database. */
  private void assertCounts(StoredTimers counts) {
    try (JdbcTimerStore fresh =
        JdbcTimerStore.connect(
            database, "test", Stores.ROOMY, Stores.SILENT, Stores.UNHEARD, Stores.KEPT)) {
      assertThat(fresh.figures().storedTimers()).isEqualTo(counts);
    }
  }
}
