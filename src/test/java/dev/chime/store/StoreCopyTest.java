package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.delivery.Attempt;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointStore;
import dev.chime.delivery.Lane;
import dev.chime.delivery.Settlement;
import dev.chime.delivery.Settlement.Result;
import dev.chime.harness.PostgresServer;
import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.timer.Blocking;
import dev.chime.timer.ClockTurn;
import dev.chime.timer.Creation;
import dev.chime.timer.Destination;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.TestClock;
import dev.chime.timer.Timer;
import dev.chime.timer.Timers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCopyTest {

  private static final Instant NOW = TimerStoreContract.NOW;
  private static final int TIMERS = 2_500;

  @TempDir private Path folder;
  private final DatabaseAddress database = PostgresServer.newDatabase();
  private final List<StoreCopy.Copied> reports = new ArrayList<>();

  private static Timer timer(int number) {
    String payload = number % 3 == 0 ? null : "{\"ü\":[" + number + ",\"\\u0000\"]}";
    return Timers.pending(
        "timer-" + number, NOW, NOW, payload, number % 2 == 0 ? Map.of() : Map.of("k", "ü ''"));
  }

  private static IdempotencyKey key(String value) {
    return new IdempotencyKey(Namespace.DEFAULT, value, "fingerprint");
  }

  private JdbcTimerStore copied() {
    return JdbcTimerStore.connect(
        database, "test", Stores.ROOMY, Stores.SILENT, Stores.UNHEARD, Stores.KEPT);
  }

  @Test
  void everyTimerIsThereAsItWas() {
    List<Timer> timers = new ArrayList<>();
    StoredTimers counts;
    try (JdbcTimerStore store = Stores.open(folder)) {
      for (int i = 0; i < TIMERS; i++) {
        Timer timer = timer(i);
        if (i % 5 == 0) {
          Blocking.get(store.put(timer, "fingerprint"));
        } else {
          Blocking.get(store.create(timer, i % 5 == 1 ? key("key-" + i) : null));
        }
        switch (i % 4) {
          case 0 -> Blocking.get(store.elapse(timer.id(), NOW.plusSeconds(1)));
          case 1 -> Blocking.get(store.cancel(timer.id(), Precondition.NONE, NOW.minusSeconds(1)));
          default -> {}
        }
        timers.add(Blocking.get(store.find(timer.id())).orElseThrow());
      }
      counts = store.figures().storedTimers();
    }
    StoreCopy.copy(folder, database, reports::add);
    assertThat(reports).hasSize(9).first().asString().startsWith("timers: 2,500 rows, checksum ");
    try (JdbcTimerStore store = copied()) {
      for (Timer timer : timers) {
        assertThat(Blocking.get(store.find(timer.id()))).contains(timer);
      }
      assertThat(store.figures().storedTimers()).isEqualTo(counts);
      assertThat(store.latestTime()).isEqualTo(NOW.plusSeconds(1));
      assertThat(Blocking.get(store.create(timer(9_999), key("key-6"))))
          .isInstanceOf(Creation.Replayed.class);
      assertThat(Blocking.get(store.put(timer(5), "fingerprint")))
          .isInstanceOf(Creation.Repeated.class);
      assertThat(Blocking.get(store.sweep(NOW, NOW.plus(Duration.ofSeconds(2)), 10_000)))
          .hasSize(TIMERS / 2);
    }
  }

  @Test
  void testClocksShowWhatTheyShowed() {
    TestClock clock = new TestClock(new Namespace("test"), NOW, false);
    ClockTurn hour = new ClockTurn.By(Duration.ofHours(1));
    IdempotencyKey once = new IdempotencyKey(clock.namespace(), "key", "fingerprint");
    try (JdbcTimerStore store = Stores.open(folder)) {
      Blocking.get(store.testClocks().make(List.of(clock)));
      Blocking.get(store.testClocks().turn(clock.namespace(), hour, once));
    }
    StoreCopy.copy(folder, database, reports::add);
    TestClock turned = clock.at(NOW.plus(Duration.ofHours(1)));
    try (JdbcTimerStore store = copied()) {
      assertThat(store.testClocks().known().all()).containsExactly(turned);
      Blocking.get(store.testClocks().turn(clock.namespace(), hour, once));
      assertThat(Blocking.get(store.testClocks().readAll())).containsExactly(turned);
    }
  }

  @Test
  void deliveriesAndEndpointsAreThereAsTheyWere() {
    Destination queue = new Destination.Queue("emails");
    Lane lane = new Lane(Namespace.DEFAULT, queue);
    Timer pending = Timers.toDeliver("pending", NOW.plusSeconds(60), NOW, queue);
    Duration lease = Duration.ofSeconds(30);
    Attempt attempt = new Attempt(1, NOW, Duration.ZERO, 503, "ü\n", null);
    Endpoint endpoint = EndpointStoreContract.endpoint("a", 1);
    Delivery leased;
    Delivery failed;
    try (JdbcTimerStore store = Stores.open(folder)) {
      Blocking.get(store.create(pending, key("key")));
      for (String id : List.of("a", "b", "c")) {
        Timer timer = Timers.toDeliver(id, NOW, NOW, queue);
        Blocking.get(store.create(timer, null));
      }
      Blocking.get(store.sweep(NOW, NOW, 10));
      List<Delivery> claimed =
          Blocking.get(store.deliveries().claim(lane, 2, lease, NOW)).deliveries();
      leased = claimed.getFirst();
      failed = claimed.getLast();
      Settlement settlement =
          new Settlement(
              failed.id(), String.valueOf(failed.token()), new Result.Retry(NOW), attempt);
      Blocking.get(store.deliveries().settle(List.of(settlement), NOW));
      Blocking.get(store.endpoints(EndpointStoreContract.REVERSE).save(endpoint));
    }
    StoreCopy.copy(folder, database, reports::add);
    try (JdbcTimerStore store = copied()) {
      assertThat(Blocking.get(store.find(pending.id()))).contains(pending);
      assertThat(Blocking.get(store.create(timer(1), key("key"))))
          .isEqualTo(new Creation.Replayed(Timers.asReplayed(pending)));
      assertThat(Blocking.get(store.deliveries().find(List.of(leased.id()))))
          .containsExactly(Optional.of(leased));
      assertThat(Blocking.get(store.deliveries().attempts(failed.id()))).containsExactly(attempt);
      assertThat(Blocking.get(store.deliveries().claim(lane, 9, lease, NOW)).deliveries())
          .hasSize(2);
      EndpointStore endpoints = store.endpoints(EndpointStoreContract.REVERSE);
      assertThat(Blocking.get(endpoints.find(Namespace.DEFAULT, "a"))).contains(endpoint);
    }
  }

  @Test
  void aDatabaseThatIsNotEmptyIsLeftAlone() {
    Stores.open(folder).close();
    try (JdbcTimerStore store = copied()) {
      Blocking.get(store.create(timer(1), null));
      assertThatExceptionOfType(StoreUnusableException.class)
          .isThrownBy(() -> StoreCopy.copy(folder, database, reports::add))
          .withMessageContaining("already");
      assertThat(store.figures().storedTimers()).isEqualTo(new StoredTimers(1, 0, 0, 0));
    }
  }

  @Test
  void aStoreThatIsInUseIsNotCopied() {
    try (JdbcTimerStore store = Stores.open(folder)) {
      assertThat(store.figures().problem()).isNull();
      assertThatExceptionOfType(StoreUnusableException.class)
          .isThrownBy(() -> StoreCopy.copy(folder, database, reports::add));
    }
  }
}
