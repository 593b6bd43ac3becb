package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.Decision;
import dev.chime.timer.Destination;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.ListOrder;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls a store at random, and compares each answer with that of the model. A failure names its
 * seed, and {@code -Dchime.seed=<seed>} repeats it.
 */
final class StoreFuzz {

  private static final String PROPERTY = "chime.seed";
  private static final int STEPS = 5_000;
  private static final int KEYS = 40;
  private static final Namespace OTHER = new Namespace("other");
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
  private final List<TimerId> put = new ArrayList<>(List.of(new TimerId(OTHER, "mine")));

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
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> create(null);
      case 4, 5 -> create(someKey());
      case 6 -> put();
      case 7 -> assertThat(Blocking.get(store.find(id))).isEqualTo(model.find(id));
      case 8, 9, 10, 11, 12 ->
          assertThat(Blocking.get(store.elapse(id, now))).isEqualTo(model.elapse(id, now));
      case 13, 14 -> {
        Precondition precondition = somePrecondition();
        assertThat(Blocking.get(store.cancel(id, precondition, now)))
            .isEqualTo(model.cancel(id, precondition, now));
      }
      case 15, 16 -> amend(id);
      case 17 -> list();
      case 18 -> {
        pending();
        sweep();
      }
      default -> {
        if (random.nextInt(8) == 0) {
          purge(now.minusMillis(random.nextInt(DISTANT_MILLIS)));
        }
      }
    }
  }

  private void create(@Nullable IdempotencyKey key) {
    Namespace namespace = key == null ? someNamespace() : key.namespace();
    Timer timer = timer(new TimerId(namespace, "timer-" + created++));
    assertThat(Blocking.get(store.create(timer, key))).isEqualTo(model.create(timer, key));
    assertThat(Blocking.get(store.find(timer.id()))).isEqualTo(model.find(timer.id()));
  }

  private void put() {
    Timer timer = timer(random.nextBoolean() ? newId() : put.get(random.nextInt(put.size())));
    put.add(timer.id());
    String fingerprint = "fingerprint " + random.nextInt(2);
    assertThat(Blocking.get(store.put(timer, fingerprint)))
        .isEqualTo(model.put(timer, fingerprint));
  }

  private TimerId newId() {
    return new TimerId(someNamespace(), "timer-" + created++);
  }

  private Timer timer(TimerId id) {
    return Timer.create(
        id,
        new TimerDraft(
            new Due.At(someDeadline()),
            random.nextInt(3) == 0 ? Duration.ofMillis(random.nextInt(200)) : null,
            random.nextInt(4) == 0 ? null : PAYLOADS[random.nextInt(PAYLOADS.length)],
            someLabels(),
            someDestination()),
        now);
  }

  private Map<String, String> someLabels() {
    return switch (random.nextInt(3)) {
      case 0 -> Map.of();
      case 1 -> LABELS;
      default -> Map.of("k", "" + random.nextInt(3), "a=b", "" + random.nextInt(2));
    };
  }

  private @Nullable Destination someDestination() {
    return switch (random.nextInt(6)) {
      case 0 -> new Destination.Queue("q" + random.nextInt(2));
      case 1 -> new Destination.Endpoint("e");
      case 2 -> new Destination.Url("https://localhost/ü?'" + random.nextInt(2));
      default -> null;
    };
  }

  private void amend(TimerId id) {
    Amendment amendment =
        new Amendment(
            random.nextBoolean() ? new Due.At(someDeadline()) : null,
            random.nextBoolean() ? PAYLOADS[random.nextInt(PAYLOADS.length)] : null,
            random.nextBoolean() ? someLabels() : null,
            someDestination());
    Precondition precondition = somePrecondition();
    assertThat(Blocking.get(store.amend(id, amendment, precondition, now)))
        .isEqualTo(model.amend(id, amendment, precondition, now));
  }

  /** A whole list, page by page. */
  private void list() {
    TimerQuery query =
        new TimerQuery(
            someNamespace(),
            someStates(),
            someQueryLabels(),
            random.nextInt(4) == 0 ? someDestination() : null,
            somePrefix(),
            random.nextInt(3) == 0 ? someDeadline().plusNanos(random.nextInt(2)) : null,
            random.nextInt(3) == 0 ? someDeadline().plusNanos(random.nextInt(2)) : null,
            random.nextBoolean() ? ListOrder.ASCENDING : ListOrder.DESCENDING,
            null,
            random.nextInt(1, 400));
    List<Timer> listed = new ArrayList<>();
    TimerQuery next = query;
    while (true) {
      TimerQuery.Page page = Blocking.get(store.list(next));
      assertThat(page.timers()).hasSizeLessThanOrEqualTo(query.limit());
      listed.addAll(page.timers());
      if (page.next() == null) {
        break;
      }
      next = next.from(page.next());
    }
    assertThat(listed).as(query.toString()).isEqualTo(model.list(query));
  }

  private Set<TimerState> someStates() {
    Set<TimerState> states = EnumSet.allOf(TimerState.class);
    states.removeIf(state -> random.nextInt(3) == 0);
    return states.isEmpty() ? EnumSet.allOf(TimerState.class) : states;
  }

  private List<Map.Entry<String, String>> someQueryLabels() {
    return switch (random.nextInt(4)) {
      case 0, 1 -> List.of();
      case 2 -> List.of(Map.entry("k", "" + random.nextInt(3)));
      default -> List.of(Map.entry("k", "1"), Map.entry("a=b", "" + random.nextInt(2)));
    };
  }

  private void pending() {
    Instant from = now.minusMillis(random.nextInt(DISTANT_MILLIS));
    Instant until = now.plusMillis(random.nextInt(DISTANT_MILLIS));
    int limit = random.nextInt(1, 20);
    TimerId after = null;
    for (int page = 0; page < 3; page++) {
      List<Timer> found = Blocking.get(store.pending(from, after, until, limit));
      assertThat(found).isEqualTo(model.pending(from, after, until, limit));
      if (found.isEmpty()) {
        return;
      }
      from = found.getLast().deadline();
      after = found.getLast().id();
    }
  }

  private Precondition somePrecondition() {
    return random.nextInt(3) > 0
        ? Precondition.NONE
        : new Precondition(Set.of((long) random.nextInt(1, 4)));
  }

  private Namespace someNamespace() {
    return random.nextInt(4) == 0 ? OTHER : Namespace.DEFAULT;
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
    return new IdempotencyKey(
        someNamespace(), "key " + which, random.nextInt(5) == 0 ? "another" : "body " + which);
  }

  /** Mostly the id of a timer that exists; sometimes of one that does not, or no longer. */
  private TimerId someId() {
    return new TimerId(
        someNamespace(), "timer-" + random.nextInt(Math.max(0, created - 200), created + 2));
  }

  /** Mostly of all ids; sometimes of some, or of none. */
  private String somePrefix() {
    return switch (random.nextInt(6)) {
      case 0 -> "timer-" + random.nextInt(1, 10);
      case 1 -> someId().value();
      case 2 -> random.nextBoolean() ? "time" : "timf";
      default -> "";
    };
  }

  private void sweep() {
    Instant due = now.minusMillis(random.nextInt(DISTANT_MILLIS));
    List<Timer> swept = Blocking.get(store.sweep(due, now, random.nextInt(1, 5)));
    for (Timer timer : swept) {
      assertThat(model.elapse(timer.id(), now)).contains(new Decision.Changed(timer));
    }
  }

  private void purge(Instant before) {
    Set<TimerId> purgeable = model.purgeable(before);
    int most = Math.max(purgeable.size(), model.purgeableKeys(before));
    int limit = random.nextInt(1, 50);
    int sum = 0;
    int forgotten;
    do {
      forgotten = Blocking.get(store.purge(before, before, limit));
      assertThat(forgotten).isEqualTo(Math.min(limit, most - sum));
      sum += forgotten;
    } while (forgotten == limit);
    model.purge(before, before, Integer.MAX_VALUE);
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
