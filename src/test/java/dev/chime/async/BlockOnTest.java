package dev.chime.async;

import static dev.chime.async.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class BlockOnTest {

  private final Probe<String> probe = new Probe<>();

  @Test
  void answersWhatIsReadyWithoutParking() throws InterruptedException {
    assertThat(Executor.blockOn(Future.ready("value"))).isEqualTo("value");
  }

  @Test
  void pollsAgainWhenTheFutureWakesDuringItsPoll() throws InterruptedException {
    assertThat(Executor.blockOn(Future.yieldNow())).isEqualTo(Unit.UNIT);
  }

  @Test
  void parksUntilAnotherThreadWakesIt() throws InterruptedException {
    AtomicReference<String> value = new AtomicReference<>();
    Thread blocked = blockInAnotherThread(value, new AtomicReference<>());
    awaitParked(blocked);
    assertThat(probe.polls()).isOne();

    probe.complete("woken");
    blocked.join();

    assertThat(value).hasValue("woken");
    assertThat(probe.polls()).isEqualTo(2);
  }

  @Test
  void pollsNothingWhenItIsUnparkedWithoutAWake() throws InterruptedException {
    AtomicReference<String> value = new AtomicReference<>();
    Thread blocked = blockInAnotherThread(value, new AtomicReference<>());
    for (int i = 0; i < 100; i++) {
      awaitParked(blocked);
      LockSupport.unpark(blocked);
    }
    awaitParked(blocked);
    assertThat(probe.polls()).isOne();

    probe.complete("woken");
    blocked.join();

    assertThat(value).hasValue("woken");
    assertThat(probe.polls()).isEqualTo(2);
  }

  @Test
  void dropsTheFutureWhenInterrupted() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread blocked = blockInAnotherThread(new AtomicReference<>(), thrown);
    awaitParked(blocked);

    blocked.interrupt();
    blocked.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(probe.drops()).isOne();
  }

  @Test
  void dropsTheFutureWhenInterruptedBeforehand() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Executor.blockOn(probe)).isInstanceOf(InterruptedException.class);

    assertThat(probe.drops()).isOne();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void throwsWhatThePollThrows() {
    IllegalStateException thrown = new IllegalStateException();

    assertThatThrownBy(() -> Executor.blockOn(Probe.failing(thrown))).isSameAs(thrown);
  }

  /** As an executor does for a task. */
  @Test
  void dropsTheRestOfAFutureWhosePollThrows() {
    assertThatThrownBy(() -> Executor.blockOn(probe.join(Probe.failing(new ArithmeticException()))))
        .isInstanceOf(ArithmeticException.class);

    assertThat(probe.drops()).isOne();
  }

  private Thread blockInAnotherThread(
      AtomicReference<String> value, AtomicReference<Throwable> thrown) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                value.set(Executor.blockOn(probe));
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
  }

  private void awaitParked(Thread thread) {
    eventually(() -> probe.polls() > 0 && thread.getState() == Thread.State.WAITING);
  }
}
