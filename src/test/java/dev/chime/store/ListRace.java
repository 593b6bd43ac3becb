package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import dev.chime.timer.Timers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Reads lists page by page while other threads change some of the timers. */
final class ListRace {

  private static final Instant NOW = TimerStoreContract.NOW;
  private static final Instant BEFORE = TimerStoreContract.BEFORE;
  private static final int UNTOUCHED = 200;
  private static final int TOUCHED = 200;
  private static final int ROUNDS = 10;
  private static final Map<String, String> LABELS = Map.of("k", "v", "l", "w");

  private final TimerStore store;
  private final AtomicBoolean over = new AtomicBoolean();

  private ListRace(TimerStore store) {
    this.store = store;
  }

  static void run(TimerStore store) throws InterruptedException, ExecutionException {
    new ListRace(store).run();
  }

  private void run() throws InterruptedException, ExecutionException {
    Set<Timer> untouched = new HashSet<>();
    for (int i = 0; i < UNTOUCHED; i++) {
      untouched.add(create("timer-" + i + "-untouched", i));
    }
    for (int i = 0; i < TOUCHED; i++) {
      create("timer-" + i, i);
    }
    List<FutureTask<Integer>> others = List.of(changing(), changing());
    try {
      for (int round = 0; round < ROUNDS; round++) {
        list(untouched, List.of(), null);
        list(untouched, List.of(Map.entry("k", "v")), null);
        list(untouched, List.of(Map.entry("l", "w"), Map.entry("k", "v")), null);
        list(untouched, List.of(), NOW.minusMillis(1));
      }
    } finally {
      over.set(true);
      for (FutureTask<Integer> other : others) {
        assertThat(other.get()).isPositive();
      }
    }
  }

  private Timer create(String id, int millis) {
    Timer timer = Timers.pending(id, NOW.plusMillis(millis), NOW, null, LABELS);
    Blocking.get(store.put(timer, "fingerprint"));
    return timer;
  }

  /** A thread that changes timers until the race is over. Its result is how many. */
  private FutureTask<Integer> changing() {
    FutureTask<Integer> task = new FutureTask<>(this::change);
    Thread.ofPlatform().start(task);
    return task;
  }

  private int change() {
    RandomGenerator random = RandomGenerator.getDefault();
    int count = 0;
    while (!over.get()) {
      TimerId id = new TimerId(Namespace.DEFAULT, "timer-" + random.nextInt(TOUCHED));
      switch (random.nextInt(5)) {
        case 0 -> Blocking.get(store.elapse(id, NOW.plusSeconds(1)));
        case 1 -> Blocking.get(store.cancel(id, Precondition.NONE, BEFORE));
        case 2 -> create("timer-" + random.nextInt(1_000) + "-new", random.nextInt(UNTOUCHED));
        default -> {
          Due due = new Due.At(NOW.plusMillis(random.nextInt(UNTOUCHED)));
          Amendment amendment = new Amendment(due, null, random.nextBoolean() ? Map.of() : LABELS);
          Blocking.get(store.amend(id, amendment, Precondition.NONE, BEFORE));
        }
      }
      count++;
    }
    return count;
  }

  private void list(
      Set<Timer> untouched, List<Map.Entry<String, String>> labels, @Nullable Instant dueAfter) {
    TimerQuery query =
        new TimerQuery(
            Namespace.DEFAULT, EnumSet.allOf(TimerState.class), labels, dueAfter, null, null, 37);
    List<Timer> listed = new ArrayList<>();
    TimerQuery.@Nullable Position next = null;
    do {
      TimerQuery.Page page = Blocking.get(store.list(query.from(next)));
      listed.addAll(page.timers());
      next = page.next();
    } while (next != null);
    assertThat(listed).filteredOn(untouched::contains).hasSize(UNTOUCHED).doesNotHaveDuplicates();
    if (dueAfter == null) { // the list is by id, and ids do not change
      assertThat(listed).extracting(timer -> timer.id().value()).isSorted().doesNotHaveDuplicates();
    }
  }
}
