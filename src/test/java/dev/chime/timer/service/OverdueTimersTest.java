package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * From its deadline on, a timer can only elapse, however late the service is. Here its task never
 * runs: whoever asks for the timer has it decided.
 */
class OverdueTimersTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ServiceRun run = new ServiceRun();
  private Timer timer;

  @BeforeEach
  void aTimerIsOverdue() {
    timer = run.create(SECOND);
    run.ticker.advance(SECOND.plusMillis(7));
  }

  private void assertHasElapsed(Timer seen) {
    assertThat(seen.state()).isEqualTo(TimerState.ELAPSED);
    assertThat(seen.elapsedAt()).isEqualTo(timer.deadline());
    assertThat(seen.lateness()).isEqualTo(Duration.ofMillis(7));
    assertThat(run.listener.elapsed).containsExactly(seen);
    assertThat(run.listener.cancelled).isEmpty();
  }

  @Test
  void itIsNotFoundPending() {
    assertHasElapsed(run.find(timer.id()));
    assertHasElapsed(run.find(timer.id())); // and is counted once
  }

  @Test
  void itCannotBeCancelled() {
    Decision decision =
        Blocking.get(run.service.cancel(timer.id(), Precondition.NONE)).orElseThrow();
    assertThat(decision).isInstanceOf(Decision.Unchanged.class);
    assertHasElapsed(decision.timer());
  }

  @Test
  void itCannotBeRescheduled() {
    Amendment later = new Amendment(new Due.After(SECOND), "[1]", Map.of());
    Decision decision =
        Blocking.get(run.service.amend(timer.id(), later, Precondition.NONE)).orElseThrow();
    assertThat(decision).isInstanceOf(Decision.Unchanged.class);
    assertHasElapsed(decision.timer());
  }

  @Test
  void itIsNotListedAsPending() {
    Timer pending = run.create(SECOND);
    assertThat(list(EnumSet.allOf(TimerState.class)))
        .extracting(Timer::state)
        .containsExactly(TimerState.ELAPSED, TimerState.PENDING);
    assertThat(list(Set.of(TimerState.PENDING))).containsExactly(pending);
    assertHasElapsed(run.find(timer.id()));
  }

  @Test
  void itIsLeftOutOfAListOfPendingTimersAtOnce() {
    assertThat(list(Set.of(TimerState.PENDING))).isEmpty();
    assertHasElapsed(run.find(timer.id()));
  }

  private List<Timer> list(Set<TimerState> states) {
    TimerQuery query = new TimerQuery(Namespace.DEFAULT, states, List.of(), null, null, null, 10);
    return Blocking.get(run.service.list(query)).timers();
  }

  @Test
  void aRepeatedPutDoesNotShowItPending() {
    TimerId id = new TimerId(Namespace.DEFAULT, "mine");
    TimerDraft draft = ServiceRun.draft(new Due.After(SECOND));
    Blocking.get(run.service.put(id, draft, "fingerprint"));
    run.ticker.advance(SECOND);
    assertThat(Blocking.get(run.service.put(id, draft, "fingerprint")))
        .isInstanceOfSatisfying(
            Creation.Repeated.class,
            repeated -> assertThat(repeated.timer().state()).isEqualTo(TimerState.ELAPSED));
  }

  @Test
  void whoeverIsTooLateCancelsNoneOfMany() {
    TimerQuery all =
        new TimerQuery(
            Namespace.DEFAULT, Set.of(TimerState.PENDING), List.of(), null, null, null, 10);
    assertThat(Blocking.get(run.service.cancelAll(all))).isZero();
    assertHasElapsed(run.find(timer.id()));
  }
}
