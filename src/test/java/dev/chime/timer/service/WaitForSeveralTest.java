package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.async.JoinException;
import dev.chime.async.JoinHandle;
import dev.chime.async.RejectedSpawnException;
import dev.chime.store.InMemoryTimerStore;
import dev.chime.timer.Blocking;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitForSeveralTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final TimerId UNKNOWN = new TimerId(Namespace.DEFAULT, "unknown");

  private final ServiceRun run = new ServiceRun();
  private final Timer first = run.create(SECOND);
  private final Timer second = run.create(SECOND.multipliedBy(2));
  private final Timer third = run.create(SECOND.multipliedBy(3));
  private final List<Instant> answeredAt = new ArrayList<>();

  private JoinHandle<List<Optional<Timer>>> await(WaitMode mode, Duration wait, TimerId... ids) {
    return run.spawner()
        .spawn(
            run.service
                .awaitSeveral(List.of(ids), mode, wait)
                .map(
                    timers -> {
                      answeredAt.add(run.clock.instant());
                      return timers;
                    }));
  }

  private static Optional<Timer> elapsed(Timer timer) {
    return Optional.of(timer.outcomeAt(timer.deadline()));
  }

  private void leavesNothingBut(int armed) {
    assertThat(run.service.waiting()).isZero();
    assertThat(run.armed()).isEqualTo(armed);
  }

  @Test
  void anyIsAnsweredAtTheFirstOutcomeWithAllAsTheyStand() {
    var waiting = await(WaitMode.ANY, MINUTE, third.id(), first.id(), second.id());
    run.at(SECOND.plusMillis(1), () -> leavesNothingBut(3)); // two timers and the test's end
    run.run();
    assertThat(Blocking.get(waiting))
        .containsExactly(Optional.of(third), elapsed(first), Optional.of(second));
    assertThat(answeredAt).containsExactly(first.deadline());
  }

  @Test
  void allIsAnsweredAtTheLastOutcome() {
    var waiting = await(WaitMode.ALL, MINUTE, third.id(), first.id(), second.id(), first.id());
    run.run();
    assertThat(Blocking.get(waiting))
        .containsExactly(elapsed(third), elapsed(first), elapsed(second), elapsed(first));
    assertThat(answeredAt).containsExactly(third.deadline());
    leavesNothingBut(0);
  }

  @Test
  void aCancelIsAnOutcomeToo() {
    var any = await(WaitMode.ANY, MINUTE, second.id(), third.id());
    run.at(Duration.ofMillis(5), () -> run.cancel(third.id()));
    run.run();
    assertThat(Blocking.get(any))
        .containsExactly(Optional.of(second), Optional.of(third.cancelled(START.plusMillis(5))));
    assertThat(answeredAt).containsExactly(START.plusMillis(5));
  }

  @Test
  void whoIsRescheduledIsWaitedForOn() {
    var waiting = await(WaitMode.ANY, MINUTE, first.id());
    run.at(Duration.ofMillis(500), () -> run.reschedule(first.id(), SECOND));
    run.run();
    assertThat(answeredAt).containsExactly(START.plusMillis(1_500));
    assertThat(Blocking.get(waiting).getFirst().orElseThrow().state())
        .isEqualTo(TimerState.ELAPSED);
  }

  @Test
  void thereIsNothingToWaitForInAnUnknownId() {
    var any = await(WaitMode.ANY, MINUTE, second.id(), UNKNOWN);
    var all = await(WaitMode.ALL, MINUTE, second.id(), UNKNOWN);
    run.run();
    assertThat(Blocking.get(any)).containsExactly(Optional.of(second), Optional.empty());
    assertThat(Blocking.get(all)).containsExactly(elapsed(second), Optional.empty());
    assertThat(answeredAt).containsExactly(START, second.deadline());
  }

  @Test
  void aWaitThatEndsHasAllAsTheyStand() {
    var all = await(WaitMode.ALL, Duration.ofMillis(1_500), first.id(), second.id());
    var any = await(WaitMode.ANY, Duration.ofMillis(500), first.id(), second.id());
    run.run();
    assertThat(Blocking.get(all)).containsExactly(elapsed(first), Optional.of(second));
    assertThat(Blocking.get(any)).containsExactly(Optional.of(first), Optional.of(second));
    assertThat(answeredAt).containsExactly(START.plusMillis(500), START.plusMillis(1_500));
  }

  @Test
  void itEndsWhenWaitsEnd() {
    var waiting = await(WaitMode.ALL, MINUTE, first.id(), second.id());
    run.at(Duration.ofMillis(5), run.service::endWaits);
    run.run();
    assertThat(Blocking.get(waiting)).containsExactly(Optional.of(first), Optional.of(second));
    assertThat(answeredAt).containsExactly(START.plusMillis(5));
  }

  @Test
  void cancellingItLeavesNothing() {
    var waiting = await(WaitMode.ALL, MINUTE, first.id(), second.id());
    run.at(Duration.ofMillis(5), waiting::cancel);
    run.at(Duration.ofMillis(6), () -> leavesNothingBut(4)); // the timers and the test's end
    run.run();
    assertThat(answeredAt).isEmpty();
  }

  @Test
  void withoutRoomForAllItFailsAndLeavesNothing() {
    ServiceRun full = new ServiceRun(new InMemoryTimerStore(), START, 5);
    List<TimerId> ids =
        List.of(full.create(SECOND).id(), full.create(SECOND).id(), full.create(SECOND).id());
    JoinHandle<List<Optional<Timer>>> waiting =
        full.spawner().spawn(full.service.awaitSeveral(ids, WaitMode.ALL, MINUTE));
    full.run(MINUTE);
    assertThatExceptionOfType(JoinException.class)
        .isThrownBy(() -> Blocking.get(waiting))
        .withCauseInstanceOf(RejectedSpawnException.class);
    assertThat(full.service.waiting()).isZero();
    assertThat(full.listener.elapsed).hasSize(3);
    assertThat(full.armed()).isZero();
  }
}
