package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ServiceRun run = new ServiceRun();

  private List<Waiter> crowd(Timer timer, int size) {
    return Stream.generate(() -> run.await(timer.id(), MINUTE)).limit(size).toList();
  }

  @Test
  void allWhoWaitAreAnsweredWhenTheTimerElapses() {
    Timer timer = run.create(SECOND);
    List<Waiter> crowd = crowd(timer, 1_000);
    run.at(Duration.ofMillis(999), () -> assertThat(run.service.waiting()).isEqualTo(1_000));
    run.run();

    assertThat(crowd)
        .allSatisfy(waiter -> assertThat(waiter.answeredAt()).isEqualTo(timer.deadline()))
        .allSatisfy(
            waiter -> assertThat(waiter.timer()).isEqualTo(timer.outcomeAt(timer.deadline())));
    assertThat(run.service.waiting()).isZero();
    assertThat(run.armed()).isZero();
  }

  @Test
  void allWhoWaitAreAnsweredWhenTheTimerIsCancelled() {
    Timer timer = run.create(MINUTE);
    List<Waiter> crowd = crowd(timer, 1_000);
    run.at(SECOND, () -> run.cancel(timer.id()));
    run.run();

    assertThat(crowd)
        .allSatisfy(waiter -> assertThat(waiter.answeredAt()).isEqualTo(START.plus(SECOND)))
        .allSatisfy(
            waiter -> assertThat(waiter.timer()).isEqualTo(timer.cancelled(START.plus(SECOND))));
    assertThat(run.service.waiting()).isZero();
    assertThat(run.armed()).isZero();
  }

  @Test
  void aWaitThatEndsHasTheTimerAsItStandsAndLeavesNothingBehind() {
    Timer timer = run.create(MINUTE);
    Waiter waiter = run.await(timer.id(), SECOND);
    run.at(
        Duration.ofMillis(500),
        () -> {
          assertThat(run.service.waiting()).isEqualTo(1);
          assertThat(run.armed()).isEqualTo(4); // the timer, the wait's end, and two of this test
        });
    run.at(
        Duration.ofMillis(1_500),
        () -> {
          assertThat(run.service.waiting()).isZero();
          assertThat(run.armed()).isEqualTo(2); // the timer, and the end of this test
        });
    run.run();

    assertThat(waiter.answer()).contains(timer);
    assertThat(waiter.answeredAt()).isEqualTo(START.plus(SECOND));
    assertThat(run.listener.elapsed).hasSize(1);
  }

  @Test
  void aWaitThatIsCancelledLeavesNothingBehind() {
    Timer timer = run.create(MINUTE);
    Waiter waiter = run.await(timer.id(), SECOND);
    run.at(Duration.ofMillis(500), waiter.handle()::cancel);
    run.at(
        Duration.ofMillis(501),
        () -> {
          assertThat(run.service.waiting()).isZero();
          assertThat(run.armed()).isEqualTo(2); // the timer, and the end of this test
        });
    run.run();
    assertThat(waiter.isAnswered()).isFalse();
    assertThat(run.listener.elapsed).hasSize(1);
  }

  @Test
  void waitingForTheVersionSeenLastsUntilAnother() {
    Timer timer = run.create(SECOND);
    Waiter waiter = run.await(timer.id(), timer.version(), MINUTE);
    run.run();
    assertThat(waiter.answeredAt()).isEqualTo(timer.deadline());
    assertThat(waiter.timer().version()).isEqualTo(timer.version() + 1);
  }

  @Test
  void whoHasSeenALaterVersionThanThisTaskIsNotToldAnEarlierOne() {
    Timer timer = run.create(SECOND);
    Waiter waiter = run.await(timer.id(), timer.version() + 1, MINUTE);
    run.run();
    assertThat(waiter.timer().state()).isEqualTo(TimerState.ELAPSED);
    assertThat(waiter.answeredAt()).isEqualTo(START.plus(SECOND));
    assertThat(run.service.waiting()).isZero();
  }

  @Test
  void thereIsNothingToWaitForWithoutATimer() {
    Waiter waiter = run.await(new TimerId(Namespace.DEFAULT, "unknown"), MINUTE);
    run.run();
    assertThat(waiter.answer()).isEmpty();
    assertThat(waiter.answeredAt()).isEqualTo(START);
    assertThat(run.service.waiting()).isZero();
    assertThat(run.armed()).isZero();
  }

  @Test
  void waitingForATimerThatHasItsOutcomeEndsAtOnce() {
    Timer timer = run.create(SECOND);
    Timer cancelled = run.cancel(timer.id());
    run.at(MINUTE, () -> assertThat(run.service.waiting()).isZero());
    Waiter waiter = run.await(timer.id(), MINUTE);
    run.run();
    assertThat(waiter.answer()).contains(cancelled);
    assertThat(waiter.answeredAt()).isEqualTo(START);
  }

  @Test
  void aWaitForATimerFromBeforeARestartArmsIt() {
    Timer timer = run.create(SECOND);
    ServiceRun restarted = new ServiceRun(run.store);
    Waiter waiter = restarted.await(timer.id(), MINUTE);
    restarted.run();
    assertThat(waiter.timer()).isEqualTo(timer.outcomeAt(timer.deadline()));
    assertThat(waiter.answeredAt()).isEqualTo(timer.deadline());
    assertThat(restarted.listener.elapsed).hasSize(1);
  }
}
