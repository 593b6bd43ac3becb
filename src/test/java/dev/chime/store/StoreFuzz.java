package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Blocking;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A random sequence of everything that can be asked of a store, with each answer compared with the
 * model's. What fails says its seed, and {@code -Dchime.seed=<seed>} brings it back.
 */
final class StoreFuzz {

  private static final String PROPERTY = "chime.seed";
  private static final int STEPS = 5_000;
  private static final int KEYS = 40;
  private static final int DISTANT_MILLIS = 500;

  /** Texts that are easily lost, escaped or cut on the way into a database and back. */
  private static final String[] PAYLOADS = {
    "null", "\"\"", "{\"a\":[1,2.50,-0,1e400]}", "\"it's \\\"quoted\\\" \\u0000 \\\\\"", "\"ä€𝄞\""
  };

  private static final Map<String, String> LABELS =
      Map.of("", "", "a=b", "c, d=e", "line\nbreak", "'; --", "ä€𝄞", "\"}", "%_", "\\");

  private final SplittableRandom random;
  private final TimerStore store;
  private final StoreModel model = new StoreModel();
  private Instant now = TimerStoreContract.NOW;
  private int created;

  private StoreFuzz(long seed, TimerStore store) {
    this.random = new SplittableRandom(seed);
    this.store = store;
  }

  static void run(Supplier<TimerStore> newStore) {
    Long asked = Long.getLong(PROPERTY);
    long seed = asked == null ? System.nanoTime() : asked;
    try {
      new StoreFuzz(seed, newStore.get()).run();
    } catch (Throwable thrown) {
      throw new AssertionError("replay with -D" + PROPERTY + "=" + seed + ": " + thrown, thrown);
    }
  }

  private void run() {
    for (int i = 0; i < STEPS; i++) {
      now = now.plusMillis(random.nextInt(5));
      step();
    }
    compareAll();
  }

  private void step() {
    TimerId id = someId();
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> create(null);
      case 4, 5 -> create(someKey());
      case 6, 7 -> assertThat(Blocking.get(store.find(id))).isEqualTo(model.find(id));
      case 8, 9, 10, 11, 12 ->
          assertThat(Blocking.get(store.elapse(id, now))).isEqualTo(model.elapse(id, now));
      case 13, 14 ->
          assertThat(Blocking.get(store.cancel(id, now))).isEqualTo(model.cancel(id, now));
      default -> {
        if (random.nextInt(8) == 0) {
          purge(now.minusMillis(random.nextInt(DISTANT_MILLIS)));
        }
      }
    }
  }

  private void create(@Nullable IdempotencyKey key) {
    Timer timer =
        new Timer(
            new TimerId("timer-" + created++),
            TimerState.PENDING,
            someDeadline(),
            now,
            null,
            random.nextInt(4) == 0 ? null : PAYLOADS[random.nextInt(PAYLOADS.length)],
            random.nextBoolean() ? Map.of() : LABELS,
            1);
    assertThat(Blocking.get(store.create(timer, key))).isEqualTo(model.create(timer, key));
    assertThat(Blocking.get(store.find(timer.id()))).isEqualTo(model.find(timer.id()));
  }

  private Instant someDeadline() {
    return switch (random.nextInt(10)) {
      case 0 -> now.plus(Timer.HORIZON);
      case 1 -> Instant.parse("0000-01-01T00:00:00Z");
      case 2 -> Instant.EPOCH.minusMillis(1);
      default -> now.plusMillis(random.nextInt(-DISTANT_MILLIS, DISTANT_MILLIS));
    };
  }

  private IdempotencyKey someKey() {
    int which = random.nextInt(KEYS);
    return new IdempotencyKey("key " + which, random.nextInt(5) == 0 ? "another" : "body " + which);
  }

  /** Mostly one that is known; now and then one that is not, or not any more. */
  private TimerId someId() {
    return new TimerId("timer-" + random.nextInt(Math.max(0, created - 200), created + 2));
  }

  private void purge(Instant before) {
    Set<TimerId> purgeable = model.purgeable(before);
    int most = Math.max(purgeable.size(), model.purgeableKeys(before));
    int limit = random.nextInt(1, 50);
    int sum = 0;
    int forgotten;
    do {
      forgotten = Blocking.get(store.purge(before, limit));
      assertThat(forgotten).isEqualTo(Math.min(limit, most - sum));
      sum += forgotten;
    } while (forgotten == limit);
    model.purge(before);
    assertThat(purgeable).allSatisfy(id -> assertThat(find(id)).isEmpty());
  }

  private Optional<Timer> find(TimerId id) {
    return Blocking.get(store.find(id));
  }

  private void compareAll() {
    assertThat(model.ids())
        .isNotEmpty()
        .allSatisfy(id -> assertThat(find(id)).isEqualTo(model.find(id)));
  }
}
