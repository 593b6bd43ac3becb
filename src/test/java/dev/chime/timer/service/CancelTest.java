package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Blocking;
import dev.chime.timer.Decision;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancelTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ServiceRun run = new ServiceRun();
  private final Timer timer = run.create(SECOND);

  @Test
  void anAcknowledgedCancelNeverElapses() {
    Timer cancelled = run.cancel(timer.id());
    run.run();

    assertThat(cancelled).isEqualTo(timer.cancelled(START));
    assertThat(run.find(timer.id())).isEqualTo(cancelled);
    assertThat(run.listener.cancelled).containsExactly(cancelled);
    assertThat(run.listener.elapsed).isEmpty();
  }

  @Test
  void aCancelledTimersEntryInTheWheelGoes() {
    run.at(
        Duration.ofMillis(10),
        () -> {
          assertThat(run.armed()).isEqualTo(3); // the timer, and two of this test
          run.cancel(timer.id());
        });
    run.at(Duration.ofMillis(11), () -> assertThat(run.armed()).isEqualTo(1)); // the test's end
    run.run();
  }

  @Test
  void cancellingAgainChangesNothing() {
    Timer cancelled = run.cancel(timer.id());
    assertThat(run.cancel(timer.id())).isEqualTo(cancelled);
    run.at(SECOND, () -> assertThat(run.cancel(timer.id())).isEqualTo(cancelled));
    run.run();
    assertThat(run.listener.cancelled).containsExactly(cancelled);
  }

  @Test
  void whatHasElapsedStaysSo() {
    run.at(
        SECOND.plusMillis(1),
        () -> assertThat(run.cancel(timer.id())).isEqualTo(timer.outcomeAt(timer.deadline())));
    run.run();
    assertThat(run.listener.elapsed).hasSize(1);
    assertThat(run.listener.cancelled).isEmpty();
  }

  @Test
  void thereIsNothingToCancelWithoutATimer() {
    assertThat(
            Blocking.get(
                run.service.cancel(new TimerId(Namespace.DEFAULT, "unknown"), Precondition.NONE)))
        .isEmpty();
    run.run();
    assertThat(run.listener.cancelled).isEmpty();
  }

  @Test
  void aTimerThatIsNotLiveHereCanBeCancelled() {
    ServiceRun other = new ServiceRun(run.store);
    assertThat(other.cancel(timer.id())).isEqualTo(timer.cancelled(START));
    run.run(); // knows nothing of it until the deadline
    assertThat(run.listener.elapsed).isEmpty();
    assertThat(run.find(timer.id()).state()).isEqualTo(TimerState.CANCELLED);
    assertThat(other.listener.cancelled).hasSize(1);
    other.run();
  }

  @Test
  void aCancelIsLazy() {
    var cancel = run.service.cancel(timer.id(), Precondition.NONE);
    assertThat(run.find(timer.id()).isPending()).isTrue();
    assertThat(Blocking.get(cancel)).contains(new Decision.Changed(timer.cancelled(START)));
    run.run();
  }

  @Test
  void theWaiterHearsOfTheCancelAtOnce() {
    Waiter waiter = run.await(timer.id(), Duration.ofMinutes(1));
    run.at(Duration.ofMillis(7), () -> run.cancel(timer.id()));
    run.run();
    assertThat(waiter.answeredAt()).isEqualTo(START.plusMillis(7));
    assertThat(waiter.timer()).isEqualTo(timer.cancelled(START.plusMillis(7)));
  }
}
