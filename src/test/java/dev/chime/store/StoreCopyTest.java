package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.harness.PostgresServer;
import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.Timers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCopyTest {

  private static final Instant NOW = TimerStoreContract.NOW;
  private static final int TIMERS = 2_500;

  @TempDir private Path folder;
  private final DatabaseAddress database = PostgresServer.newDatabase();
  private final List<String> reports = new ArrayList<>();

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
      counts = store.storedTimers();
    }
    StoreCopy.copy(folder, database, reports::add);
    assertThat(reports).hasSize(4).first().asString().startsWith("timers: 2,500 rows, checksum ");
    try (JdbcTimerStore store = copied()) {
      for (Timer timer : timers) {
        assertThat(Blocking.get(store.find(timer.id()))).contains(timer);
      }
      assertThat(store.storedTimers()).isEqualTo(counts);
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
  void aDatabaseThatIsNotEmptyIsLeftAlone() {
    Stores.open(folder).close();
    try (JdbcTimerStore store = copied()) {
      Blocking.get(store.create(timer(1), null));
      assertThatExceptionOfType(StoreUnusableException.class)
          .isThrownBy(() -> StoreCopy.copy(folder, database, reports::add))
          .withMessageContaining("already");
      assertThat(store.storedTimers()).isEqualTo(new StoredTimers(1, 0, 0, 0));
    }
  }

  @Test
  void aStoreThatIsInUseIsNotCopied() {
    try (JdbcTimerStore store = Stores.open(folder)) {
      assertThat(store.problem()).isNull();
      assertThatExceptionOfType(StoreUnusableException.class)
          .isThrownBy(() -> StoreCopy.copy(folder, database, reports::add));
    }
  }
}
