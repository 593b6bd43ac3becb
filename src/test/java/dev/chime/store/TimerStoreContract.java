package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Future;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import dev.chime.timer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store does, in memory or in a database. The test of each store extends this. */
@Timeout(120)
abstract class TimerStoreContract
    implements AmendContract, CountsContract, ListsContract, NamespacesContract {

  static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  /** Early enough to change a timer that is due at {@link #NOW}. */
  static final Instant BEFORE = NOW.minusSeconds(1);

  private static final IdempotencyKey KEY =
      new IdempotencyKey(Namespace.DEFAULT, "key", "one body");

  protected TimerStore store;

  /** A new and empty store. */
  protected abstract TimerStore newStore();

  @BeforeEach
  void open() {
    store = newStore();
  }

  @Override
  public TimerStore store() {
    return store;
  }

  static Timer timer(String id, Instant deadline) {
    return Timers.pending(id, deadline, NOW, "[1]", Map.of("k", "v"));
  }

  private Timer stored(String id, Instant deadline) {
    Timer timer = timer(id, deadline);
    assertThat(Blocking.get(store.create(timer, null))).isEqualTo(new Creation.Created(timer));
    return timer;
  }

  private static Optional<Decision> decided(Timer timer) {
    return Optional.of(new Decision.Changed(timer));
  }

  private static Optional<Decision> undecided(Timer timer) {
    return Optional.of(new Decision.Unchanged(timer));
  }

  @Test
  void whatIsCreatedIsFound() {
    Timer timer = stored("a", NOW.plusSeconds(1));
    assertThat(Blocking.get(store.find(timer.id()))).contains(timer);
    assertThat(Blocking.get(store.find(new TimerId(Namespace.DEFAULT, "b")))).isEmpty();
  }

  /** A delay's beginning is rounded up, what has happened is rounded down. */
  @Test
  void nothingIsCancelledBeforeItsCreation() {
    Timer timer =
        Timer.create(
            new TimerId(Namespace.DEFAULT, "a"),
            new TimerDraft(new Due.After(Duration.ofHours(1)), null, null, Map.of()),
            NOW.plusNanos(1));
    Blocking.get(store.create(timer, null));
    assertThat(Blocking.get(store.cancel(timer.id(), Precondition.NONE, BEFORE)))
        .isEqualTo(decided(timer.cancelled(NOW.plusMillis(1))));
    assertThat(Blocking.get(store.find(timer.id())).orElseThrow().decidedAt())
        .isEqualTo(timer.createdAt())
        .isEqualTo(NOW.plusMillis(1));
  }

  @Test
  void nothingHappensBeforeTheFirstPoll() {
    Timer timer = stored("a", NOW);
    Future<Optional<Decision>> elapse = store.elapse(timer.id(), NOW);
    assertThat(Blocking.get(store.cancel(timer.id(), Precondition.NONE, BEFORE)))
        .isEqualTo(decided(timer.cancelled(NOW)));
    assertThat(Blocking.get(elapse)).isEqualTo(undecided(timer.cancelled(NOW)));
  }

  @Test
  void aTimerElapsesAtItsDeadlineAndNotBefore() {
    Timer timer = stored("a", NOW.plusMillis(2));
    assertThat(Blocking.get(store.elapse(timer.id(), NOW.plusMillis(1))))
        .isEqualTo(undecided(timer));
    assertThat(Blocking.get(store.find(timer.id()))).contains(timer);
    Timer elapsed = timer.outcomeAt(NOW.plusMillis(2));
    assertThat(Blocking.get(store.elapse(timer.id(), NOW.plusMillis(2))))
        .isEqualTo(decided(elapsed));
    assertThat(Blocking.get(store.find(timer.id()))).contains(elapsed);
  }

  @Test
  void aSweepElapsesWhatIsDueTheEarliestFirst() {
    Timer third = stored("a", NOW.plusMillis(3));
    Timer first = stored("b", NOW.plusMillis(1));
    Timer second = stored("c", NOW.plusMillis(2));
    Timer later = stored("d", NOW.plusMillis(4));
    Instant now = NOW.plusMillis(9);
    assertThat(Blocking.get(store.sweep(NOW.plusMillis(3), now, 2)))
        .containsExactly(first.outcomeAt(now), second.outcomeAt(now));
    assertThat(Blocking.get(store.sweep(NOW.plusMillis(3), now, 2)))
        .containsExactly(third.outcomeAt(now));
    assertThat(Blocking.get(store.sweep(NOW.plusMillis(3), now, 2))).isEmpty();
    assertThat(Blocking.get(store.find(first.id()))).contains(first.outcomeAt(now));
    assertThat(Blocking.get(store.find(later.id()))).contains(later);
  }

  @Test
  void theFirstOutcomeStands() {
    Timer cancelled = stored("a", NOW).cancelled(NOW);
    assertThat(Blocking.get(store.cancel(cancelled.id(), Precondition.NONE, BEFORE)))
        .isEqualTo(decided(cancelled));
    assertThat(Blocking.get(store.elapse(cancelled.id(), NOW))).isEqualTo(undecided(cancelled));
    assertThat(Blocking.get(store.cancel(cancelled.id(), Precondition.NONE, BEFORE)))
        .isEqualTo(undecided(cancelled));

    Timer elapsed = stored("b", NOW).outcomeAt(NOW);
    assertThat(Blocking.get(store.elapse(elapsed.id(), NOW))).isEqualTo(decided(elapsed));
    assertThat(Blocking.get(store.cancel(elapsed.id(), Precondition.NONE, BEFORE)))
        .isEqualTo(undecided(elapsed));
    assertThat(Blocking.get(store.elapse(elapsed.id(), NOW.plusSeconds(1))))
        .isEqualTo(undecided(elapsed));
  }

  @Test
  void whatIsUnknownIsNotDecided() {
    assertThat(Blocking.get(store.elapse(new TimerId(Namespace.DEFAULT, "a"), NOW))).isEmpty();
    assertThat(
            Blocking.get(
                store.cancel(new TimerId(Namespace.DEFAULT, "a"), Precondition.NONE, BEFORE)))
        .isEmpty();
  }

  @Test
  void theSameRequestCreatesOnce() {
    Timer timer = timer("a", NOW);
    assertThat(Blocking.get(store.create(timer, KEY))).isEqualTo(new Creation.Created(timer));
    Blocking.get(store.cancel(timer.id(), Precondition.NONE, BEFORE));
    assertThat(Blocking.get(store.create(timer("b", NOW), KEY)))
        .isEqualTo(new Creation.Replayed(timer));
    assertThat(
            Blocking.get(
                store.create(
                    timer("c", NOW), new IdempotencyKey(Namespace.DEFAULT, "key", "another"))))
        .isEqualTo(new Creation.KeyReused());
    assertThat(Blocking.get(store.find(new TimerId(Namespace.DEFAULT, "b")))).isEmpty();
    assertThat(Blocking.get(store.find(new TimerId(Namespace.DEFAULT, "c")))).isEmpty();
  }

  @Test
  void aPurgeForgetsOldOutcomesUpToItsLimit() {
    for (int i = 0; i < 10; i++) {
      Timer timer = stored("old" + i, NOW);
      Blocking.get(
          i % 2 == 0
              ? store.elapse(timer.id(), NOW)
              : store.cancel(timer.id(), Precondition.NONE, BEFORE));
    }
    Timer recent = stored("recent", NOW);
    Instant later = NOW.plusSeconds(1);
    Blocking.get(store.elapse(recent.id(), later));
    Timer pending = stored("pending", NOW);

    assertThat(Blocking.get(store.purge(NOW, NOW, 100))).isZero(); // "before" is not "at"
    assertThat(Blocking.get(store.purge(later, later, 6))).isEqualTo(6);
    assertThat(Blocking.get(store.purge(later, later, 6))).isEqualTo(4);
    assertThat(Blocking.get(store.purge(later, later, 6))).isZero();
    assertThat(Blocking.get(store.find(new TimerId(Namespace.DEFAULT, "old0")))).isEmpty();
    assertThat(Blocking.get(store.find(recent.id()))).isPresent();
    assertThat(Blocking.get(store.find(pending.id()))).contains(pending);
  }

  @Test
  void aPurgeForgetsOldKeys() {
    Blocking.get(store.create(timer("a", NOW.plus(Duration.ofDays(1))), KEY));
    Blocking.get(store.purge(NOW, NOW, 10));
    assertThat(Blocking.get(store.create(timer("b", NOW), KEY)))
        .isInstanceOf(Creation.Replayed.class);
    Blocking.get(store.purge(NOW.plusMillis(1), NOW.plusMillis(1), 10));
    assertThat(Blocking.get(store.create(timer("b", NOW), KEY)))
        .isInstanceOf(Creation.Created.class);
    assertThat(Blocking.get(store.find(new TimerId(Namespace.DEFAULT, "a")))).isPresent();
  }

  @Test
  void itBehavesLikeTheModelWhateverIsAskedOfIt() {
    StoreFuzz.run(this::newStore);
  }

  @Test
  void ofManyAtOnceOneDecides() throws InterruptedException {
    StoreRace.ofOutcomes(store);
  }

  @Test
  void ofManyAtOnceOneCreates() throws InterruptedException {
    StoreRace.ofCreations(store);
  }
}
