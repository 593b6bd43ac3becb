package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
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
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RescheduleTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final ServiceRun run = new ServiceRun();
  private final Timer timer = run.create(MINUTE);

  @Test
  void aTimerElapsesAtItsEarlierDeadlineOnly() {
    Waiter waiter = run.await(timer.id(), HOUR);
    run.at(SECOND, () -> run.reschedule(timer.id(), SECOND));
    run.run();

    Instant deadline = START.plusSeconds(2);
    assertThat(waiter.answeredAt()).isEqualTo(deadline);
    assertThat(waiter.timer().deadline()).isEqualTo(deadline);
    assertThat(waiter.timer().decidedAt()).isEqualTo(deadline);
    assertThat(waiter.timer().version()).isEqualTo(timer.version() + 2);
    assertThat(run.listener.elapsed).containsExactly(waiter.timer());
  }

  @Test
  void aTimerElapsesAtItsLaterDeadlineOnly() {
    Waiter waiter = run.await(timer.id(), HOUR);
    run.at(SECOND, () -> run.reschedule(timer.id(), MINUTE.multipliedBy(5)));
    run.at(MINUTE.plus(SECOND), () -> assertThat(run.find(timer.id()).isPending()).isTrue());
    run.run();

    assertThat(waiter.answeredAt()).isEqualTo(START.plusSeconds(301));
    assertThat(run.listener.elapsed).containsExactly(waiter.timer());
    assertThat(run.armed()).isZero();
  }

  @Test
  void whoHasSeenTheVersionHearsOfTheNewOneAndTheOthersStay() {
    Waiter forOutcome = run.await(timer.id(), HOUR);
    Waiter forChange = run.await(timer.id(), timer.version(), HOUR);
    run.at(SECOND, () -> run.reschedule(timer.id(), SECOND));
    run.at(SECOND.plusMillis(1), () -> assertThat(run.service.waiting()).isEqualTo(1));
    run.run();

    assertThat(forChange.answeredAt()).isEqualTo(START.plus(SECOND));
    assertThat(forChange.timer().isPending()).isTrue();
    assertThat(forChange.timer().version()).isEqualTo(timer.version() + 1);
    assertThat(forOutcome.answeredAt()).isEqualTo(START.plusSeconds(2));
    assertThat(forOutcome.timer().state()).isEqualTo(TimerState.ELAPSED);
    assertThat(run.armed()).isZero();
  }

  @Test
  void aWaitThatEndsAfterARescheduleHasTheNewDeadline() {
    Waiter waiter = run.await(timer.id(), Duration.ofSeconds(10));
    run.at(SECOND, () -> run.reschedule(timer.id(), HOUR));
    run.run();

    assertThat(waiter.answeredAt()).isEqualTo(START.plusSeconds(10));
    assertThat(waiter.timer().deadline()).isEqualTo(START.plus(HOUR).plus(SECOND));
  }

  @Test
  void theLastOfManyDeadlinesHolds() {
    for (int i = 1; i <= 50; i++) {
      Duration delay = Duration.ofSeconds(i % 2 == 0 ? 100 + i : 200 - i);
      run.at(Duration.ofMillis(i), () -> run.reschedule(timer.id(), delay));
    }
    run.run();
    assertThat(run.listener.elapsed)
        .extracting(Timer::decidedAt)
        .containsExactly(START.plusMillis(50).plusSeconds(150));
    assertThat(run.listener.amended).hasSize(50);
    assertThat(run.find(timer.id()).version()).isEqualTo(timer.version() + 51);
  }

  @Test
  void aDeadlineInThePastElapsesAtOnceAndLatenessCountsFromTheReschedule() {
    Waiter waiter = run.await(timer.id(), HOUR);
    Instant past = START.minus(HOUR);
    run.at(
        SECOND,
        () -> {
          Timer amended = run.amend(timer.id(), new Amendment(new Due.At(past), null, null));
          assertThat(amended.deadline()).isEqualTo(past);
          assertThat(amended.dueAt()).isEqualTo(START.plus(SECOND));
        });
    run.run();

    assertThat(waiter.answeredAt()).isEqualTo(START.plus(SECOND));
    assertThat(waiter.timer().lateness()).isZero();
    assertThat(waiter.timer().deadline()).isEqualTo(past);
  }

  @Test
  void anotherPayloadOrOtherLabelsLeaveTheDeadline() {
    Timer amended = run.amend(timer.id(), new Amendment(null, "[2]", Map.of("a", "b", "c", "d")));
    Timer again = run.amend(timer.id(), new Amendment(null, "[3]", null));
    run.run();

    assertThat(amended.payload()).isEqualTo("[2]");
    assertThat(amended.deadline()).isEqualTo(timer.deadline());
    assertThat(amended.dueAt()).isEqualTo(timer.dueAt());
    assertThat(again.labels()).isEqualTo(amended.labels());
    assertThat(run.listener.elapsed).containsExactly(again.outcomeAt(timer.deadline()));
  }

  @Test
  void whatIsRescheduledKeepsItsPayloadAndLabels() {
    Timer full =
        ((Creation.Created)
                run.create(
                    new TimerDraft(new Due.After(HOUR), null, "[1]", Map.of("k", "v")), null))
            .timer();
    run.reschedule(full.id(), SECOND);
    run.run();
    assertThat(run.find(full.id()).payload()).isEqualTo("[1]");
    assertThat(run.find(full.id()).labels()).isEqualTo(Map.of("k", "v"));
  }

  @Test
  void anOutcomeStands() {
    Timer cancelled = run.cancel(timer.id());
    assertThat(decision(timer.id(), Precondition.NONE))
        .isEqualTo(new Decision.Unchanged(cancelled));
    Timer elapsing = run.create(SECOND);
    run.at(
        MINUTE,
        () ->
            assertThat(decision(elapsing.id(), Precondition.NONE))
                .isEqualTo(new Decision.Unchanged(elapsing.outcomeAt(elapsing.deadline()))));
    run.run();
    assertThat(run.listener.amended).isEmpty();
    assertThat(run.listener.elapsed).hasSize(1);
    assertThat(run.armed()).isZero();
  }

  @Test
  void onlyTheVersionAskedForIsChanged() {
    Precondition first = new Precondition(Set.of(timer.version()));
    Timer amended = ((Decision.Changed) decision(timer.id(), first)).timer();
    assertThat(decision(timer.id(), first)).isEqualTo(new Decision.PreconditionFailed(amended));
    assertThat(run.find(timer.id())).isEqualTo(amended);
    assertThat(decision(timer.id(), new Precondition(Set.of(7L, amended.version()))))
        .isInstanceOf(Decision.Changed.class);
    run.run();
    assertThat(run.listener.amended).hasSize(2);
  }

  private Decision decision(TimerId id, Precondition precondition) {
    Amendment amendment = new Amendment(new Due.After(HOUR), null, null);
    return Blocking.get(run.service.amend(id, amendment, precondition)).orElseThrow();
  }

  @Test
  void thereIsNothingToChangeWithoutATimer() {
    Amendment amendment = new Amendment(new Due.After(HOUR), null, null);
    TimerId unknown = new TimerId(Namespace.DEFAULT, "unknown");
    assertThat(Blocking.get(run.service.amend(unknown, amendment, Precondition.NONE))).isEmpty();
    assertThat(run.stats().pending()).isEqualTo(1); // the room that was taken has been given back
  }

  @Test
  void aDeadlineBeyondTheHorizonIsRefusedAndTheOldOneHolds() {
    Due due = new Due.After(Timer.HORIZON.plusMillis(1));
    assertThatExceptionOfType(BeyondHorizonException.class)
        .isThrownBy(() -> run.amend(timer.id(), new Amendment(due, null, null)))
        .satisfies(e -> assertThat(e.due()).isEqualTo(due));
    run.run();
    assertThat(run.listener.elapsed).containsExactly(timer.outcomeAt(timer.deadline()));
  }

  @Test
  void aNewDelayStartsWithTheCall() {
    run.at(
        SECOND,
        () -> {
          var amending =
              run.service.amend(
                  timer.id(), new Amendment(new Due.After(SECOND), null, null), Precondition.NONE);
          run.at(Duration.ofMillis(400), () -> Blocking.get(amending));
        });
    run.run();
    assertThat(run.listener.elapsed)
        .extracting(Timer::decidedAt)
        .containsExactly(START.plusSeconds(2));
  }

  @Test
  void aTimerOfBeforeARestartIsArmedForItsNewDeadline() {
    ServiceRun restarted = new ServiceRun(run.store);
    restarted.reschedule(timer.id(), SECOND);
    restarted.run();
    assertThat(restarted.listener.elapsed)
        .extracting(Timer::decidedAt)
        .containsExactly(START.plus(SECOND));
  }
}
