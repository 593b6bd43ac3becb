package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerChange.Kind;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store tells its listener of every change, once, in order, and of nothing else. */
@Timeout(60)
abstract class ChangesContract {

  private static final Instant NOW = TimerStoreContract.NOW;
  private static final Instant BEFORE = TimerStoreContract.BEFORE;
  private static final Instant LATER = NOW.plusSeconds(1);
  private static final Amendment RESCHEDULED =
      new Amendment(new Due.At(LATER), "[2]", Map.of("a", "b"));
  private static final Amendment UPDATED = new Amendment(null, "[3]", null);
  private static final Precondition OUTDATED = new Precondition(Set.of(77L));

  private final List<TimerChange> told = new CopyOnWriteArrayList<>();
  private TimerStore store;

  /** A new and empty store with this listener. */
  protected abstract TimerStore newStore(ChangeListener listener);

  @BeforeEach
  void open() {
    store = newStore(told::addAll);
  }

  private static Timer timer(String id, Duration maxLateness) {
    return Timer.create(
        new TimerId(Namespace.DEFAULT, id),
        new TimerDraft(new Due.At(NOW), maxLateness, "[1]", Map.of("k", "v")),
        NOW);
  }

  @Test
  void everyKindIsTold() {
    Timer timer = timer("a", Duration.ofSeconds(5));
    Timer rescheduled = timer.amended(RESCHEDULED, BEFORE);
    Timer updated = rescheduled.amended(UPDATED, BEFORE);
    Timer other = timer("b", Duration.ZERO);
    Timer third = timer("c", Duration.ZERO);

    Blocking.get(store.create(timer, null));
    Blocking.get(store.put(other, "fingerprint"));
    Blocking.get(store.amend(timer.id(), RESCHEDULED, Precondition.NONE, BEFORE));
    Blocking.get(store.amend(timer.id(), UPDATED, Precondition.NONE, BEFORE));
    Blocking.get(store.elapse(timer.id(), LATER));
    Blocking.get(store.elapse(other.id(), LATER));
    Blocking.get(store.create(third, null));
    Blocking.get(store.cancel(third.id(), Precondition.NONE, BEFORE));

    await().untilAsserted(() -> assertThat(told).hasSizeGreaterThanOrEqualTo(8));
    assertThat(told)
        .containsExactly(
            new TimerChange(Kind.CREATED, timer),
            new TimerChange(Kind.CREATED, other),
            new TimerChange(Kind.RESCHEDULED, rescheduled),
            new TimerChange(Kind.UPDATED, updated),
            new TimerChange(Kind.ELAPSED, updated.outcomeAt(LATER)),
            new TimerChange(Kind.SKIPPED, other.outcomeAt(LATER)),
            new TimerChange(Kind.CREATED, third),
            new TimerChange(Kind.CANCELLED, third.cancelled(BEFORE)));
  }

  @Test
  void whatChangesNothingIsNotTold() {
    Timer timer = timer("a", Duration.ZERO);
    IdempotencyKey key = new IdempotencyKey(Namespace.DEFAULT, "key", "body");
    IdempotencyKey reused = new IdempotencyKey(Namespace.DEFAULT, "key", "other");
    Blocking.get(store.create(timer, key));
    Blocking.get(store.create(timer("b", Duration.ZERO), key));
    Blocking.get(store.create(timer("c", Duration.ZERO), reused));
    Blocking.get(store.put(timer, "fingerprint"));
    Blocking.get(store.elapse(timer.id(), NOW.minusMillis(1)));
    Blocking.get(store.cancel(timer.id(), OUTDATED, BEFORE));
    Blocking.get(store.amend(timer.id(), UPDATED, OUTDATED, BEFORE));
    Blocking.get(store.amend(new TimerId(Namespace.DEFAULT, "d"), UPDATED, OUTDATED, BEFORE));
    Blocking.get(store.purge(LATER, LATER, 10));
    await().untilAsserted(() -> assertThat(told).containsExactly(TimerChange.created(timer)));

    Blocking.get(store.cancel(timer.id(), Precondition.NONE, BEFORE));
    Blocking.get(store.cancel(timer.id(), Precondition.NONE, BEFORE));
    Blocking.get(store.elapse(timer.id(), NOW));
    Blocking.get(store.amend(timer.id(), UPDATED, Precondition.NONE, BEFORE));
    Timer end = timer("end", Duration.ZERO);
    Blocking.get(store.create(end, null));
    await().untilAsserted(() -> assertThat(told).contains(TimerChange.created(end)));
    assertThat(told).hasSize(3);
  }

  @Test
  void underManyThreadsEachChangeIsToldOnceAndInOrder() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    List<Timer> answered = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofPlatform().start(() -> change(answered)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    await().until(() -> told.size() >= answered.size());
    Map<TimerId, Timer> latest = new HashMap<>();
    for (TimerChange change : told) {
      Timer before = latest.put(change.timer().id(), change.timer());
      assertThat(change.timer().version()).isEqualTo(before == null ? 1 : before.version() + 1);
      assertThat(before == null || before.isPending()).isTrue();
    }
    assertThat(told).hasSize(answered.size());
    assertThat(told).extracting(TimerChange::timer).containsExactlyInAnyOrderElementsOf(answered);
  }

  /** Changes timers that other threads change, too; adds those that it did change to the list. */
  private void change(List<Timer> answered) {
    RandomGenerator random = RandomGenerator.getDefault();
    for (int i = 0; i < 500; i++) {
      Timer timer = timer("timer-" + random.nextInt(100), Duration.ZERO);
      var decision =
          switch (random.nextInt(6)) {
            case 0 -> store.elapse(timer.id(), LATER);
            case 1 -> store.cancel(timer.id(), Precondition.NONE, BEFORE);
            case 2, 3 -> store.amend(timer.id(), UPDATED, Precondition.NONE, BEFORE);
            default -> null;
          };
      if (decision == null) {
        if (Blocking.get(store.put(timer, "fingerprint")) instanceof Creation.Created(Timer made)) {
          answered.add(made);
        }
      } else if (Blocking.get(decision).orElse(null) instanceof Decision.Changed(Timer changed)) {
        answered.add(changed);
      }
    }
  }
}
