package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.timer.Amendment;
import dev.chime.timer.BeyondHorizonException;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store does when clients choose the ids of timers, and when they change timers. */
interface AmendContract {

  /** The store, empty at first. */
  TimerStore store();

  private Timer kept(String id, Instant deadline) {
    Timer timer = TimerStoreContract.timer(id, deadline);
    assertThat(Blocking.get(store().put(timer, "fingerprint")))
        .isEqualTo(new Creation.Created(timer));
    return timer;
  }

  private static Amendment to(Instant deadline) {
    return new Amendment(new Due.At(deadline), null, null);
  }

  private Decision amend(TimerId id, Amendment amendment, Precondition precondition) {
    return Blocking.get(store().amend(id, amendment, precondition, TimerStoreContract.BEFORE))
        .orElseThrow();
  }

  @Test
  default void aPutOfTheSameAgainFindsTheTimerAsItStands() {
    Instant now = TimerStoreContract.NOW;
    Timer timer = kept("a", now);
    Timer again = TimerStoreContract.timer("a", now.plusSeconds(9));
    assertThat(Blocking.get(store().put(again, "fingerprint")))
        .isEqualTo(new Creation.Repeated(timer));
    Blocking.get(store().elapse(timer.id(), now));
    assertThat(Blocking.get(store().put(again, "fingerprint")))
        .isEqualTo(new Creation.Repeated(timer.outcomeAt(now)));
    assertThat(Blocking.get(store().put(again, "another")))
        .isEqualTo(new Creation.IdTaken(timer.outcomeAt(now)));
  }

  @Test
  default void anIdOfOursIsTakenWhateverIsPut() {
    Timer timer = TimerStoreContract.timer("a", TimerStoreContract.NOW);
    Blocking.get(store().create(timer, null));
    assertThat(Blocking.get(store().put(timer, "fingerprint")))
        .isEqualTo(new Creation.IdTaken(timer));
  }

  @Test
  default void aForgottenIdIsFreeAgain() {
    Instant now = TimerStoreContract.NOW;
    Timer timer = kept("a", now);
    Blocking.get(store().elapse(timer.id(), now));
    Blocking.get(store().purge(now.plusMillis(1), now, 10));
    kept("a", now.plusSeconds(1));
  }

  @Test
  default void aRescheduledTimerElapsesAtItsNewDeadlineAndNotBefore() {
    Instant now = TimerStoreContract.NOW;
    Timer timer = kept("a", now.plusSeconds(1));
    Timer amended = timer.amended(to(now.plusSeconds(2)), TimerStoreContract.BEFORE);
    assertThat(amend(timer.id(), to(now.plusSeconds(2)), Precondition.NONE))
        .isEqualTo(new Decision.Changed(amended));
    assertThat(Blocking.get(store().find(timer.id()))).contains(amended);
    assertThat(Blocking.get(store().elapse(timer.id(), now.plusMillis(1_999))))
        .contains(new Decision.Unchanged(amended));
    assertThat(Blocking.get(store().pending(now, null, now.plusMillis(1_500), 9))).isEmpty();
    assertThat(Blocking.get(store().pending(now, null, now.plusMillis(2_001), 9)))
        .containsExactly(amended);
    assertThat(Blocking.get(store().elapse(timer.id(), now.plusSeconds(2))))
        .contains(new Decision.Changed(amended.outcomeAt(now.plusSeconds(2))));
  }

  @Test
  default void everyPartCanBeChangedAloneOrWithOthers() {
    Timer timer = kept("a", TimerStoreContract.NOW.plusSeconds(1));
    Instant later = TimerStoreContract.NOW.plusSeconds(5);
    for (Amendment amendment :
        new Amendment[] {
          to(later),
          new Amendment(null, "[2]", null),
          new Amendment(null, null, Map.of()),
          new Amendment(null, null, Map.of("a", "b", "k", "w")),
          new Amendment(new Due.After(Duration.ofHours(1)), "null", Map.of("k", "v")),
          new Amendment(null, null, null)
        }) {
      timer = timer.amended(amendment, TimerStoreContract.BEFORE);
      assertThat(amend(timer.id(), amendment, Precondition.NONE))
          .isEqualTo(new Decision.Changed(timer));
      assertThat(Blocking.get(store().find(timer.id()))).contains(timer);
    }
    assertThat(timer.version()).isEqualTo(7);
  }

  @Test
  default void whatHasItsOutcomeIsNotAmended() {
    Instant now = TimerStoreContract.NOW;
    Timer timer = kept("a", now);
    Blocking.get(store().elapse(timer.id(), now));
    assertThat(amend(timer.id(), to(now.plusSeconds(1)), Precondition.NONE))
        .isEqualTo(new Decision.Unchanged(timer.outcomeAt(now)));
    assertThat(
            Blocking.get(
                store()
                    .amend(
                        new TimerId(Namespace.DEFAULT, "unknown"),
                        to(now),
                        Precondition.NONE,
                        now)))
        .isEmpty();
  }

  /** From its deadline on, a timer can only elapse, even if nobody has asked for that yet. */
  @Test
  default void whatIsDueIsNeitherAmendedNorCancelled() {
    Instant now = TimerStoreContract.NOW;
    Timer timer = kept("a", now);
    Amendment later = to(now.plusSeconds(1));
    for (Instant late : new Instant[] {now, now.plusNanos(1), now.plusSeconds(1)}) {
      assertThat(Blocking.get(store().amend(timer.id(), later, Precondition.NONE, late)))
          .contains(new Decision.Unchanged(timer));
      assertThat(Blocking.get(store().cancel(timer.id(), Precondition.NONE, late)))
          .contains(new Decision.Unchanged(timer));
    }
    assertThat(Blocking.get(store().elapse(timer.id(), now.plusSeconds(2))))
        .contains(new Decision.Changed(timer.outcomeAt(now.plusSeconds(2))));
  }

  @Test
  default void onlyTheVersionAskedForIsAmendedOrCancelled() {
    Instant now = TimerStoreContract.NOW;
    Timer timer = kept("a", now);
    Precondition second = new Precondition(Set.of(2L));
    assertThat(amend(timer.id(), to(now), second))
        .isEqualTo(new Decision.PreconditionFailed(timer));
    assertThat(Blocking.get(store().cancel(timer.id(), second, TimerStoreContract.BEFORE)))
        .contains(new Decision.PreconditionFailed(timer));
    assertThat(amend(timer.id(), to(now), new Precondition(Set.of())))
        .isEqualTo(new Decision.PreconditionFailed(timer));

    Timer amended = timer.amended(to(now), TimerStoreContract.BEFORE);
    assertThat(amend(timer.id(), to(now), new Precondition(Set.of(1L, 5L))))
        .isEqualTo(new Decision.Changed(amended));
    assertThat(Blocking.get(store().cancel(timer.id(), second, TimerStoreContract.BEFORE)))
        .contains(new Decision.Changed(amended.cancelled(TimerStoreContract.BEFORE)));
    assertThat(
            Blocking.get(
                store()
                    .cancel(
                        timer.id(), second, TimerStoreContract.BEFORE))) // has another version now
        .contains(new Decision.PreconditionFailed(amended.cancelled(TimerStoreContract.BEFORE)));
  }

  @Test
  default void aDeadlineBeyondTheHorizonIsRefusedAndNobodyElseSuffers() {
    Instant now = TimerStoreContract.NOW;
    Timer timer = kept("a", now);
    Amendment beyond = new Amendment(new Due.After(Timer.HORIZON.plusMillis(1)), "[2]", null);
    var amending = store().amend(timer.id(), beyond, Precondition.NONE, TimerStoreContract.BEFORE);
    assertThatExceptionOfType(BeyondHorizonException.class)
        .isThrownBy(() -> Blocking.get(amending));
    assertThat(Blocking.get(store().find(timer.id()))).contains(timer);
    kept("b", now);
  }
}
