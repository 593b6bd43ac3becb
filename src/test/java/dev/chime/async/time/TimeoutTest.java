package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Context;
import dev.chime.async.CountingWaker;
import dev.chime.async.Future;
import dev.chime.async.JoinHandle;
import dev.chime.async.Poll;
import dev.chime.async.Probe;
import dev.chime.async.Unit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

@org.junit.jupiter.api.Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class TimeoutTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VirtualRun run = new VirtualRun(0);
  private final Probe<Long> probe = new Probe<>();

  @Test
  void answersTheValueThatComesInTime() {
    assertThat(resultOf(() -> run.sleep(999))).contains(Duration.ofMillis(999).toNanos());
    assertThat(run.elapsedMillis()).isEqualTo(999);
    assertThat(run.armed()).isZero();
  }

  @Test
  void answersNothingAtTheDeadlineAndDropsTheLateFuture() {
    assertThat(resultOf(() -> run.sleep(1_001))).isEmpty();
    assertThat(run.elapsedMillis()).isEqualTo(1_000);
    assertThat(run.armed()).isZero();
  }

  @Test
  void countsAValueThatIsThereAtTheDeadline() {
    assertThat(resultOf(() -> run.sleep(1_000))).contains(SECOND.toNanos());
    assertThat(run.armed()).isZero();
  }

  @Test
  void countsAValueThatIsReadyAtOnceHoweverShortTheTime() {
    JoinHandle<Optional<String>> handle =
        run.spawn(Timeout.after(run.timers(), Duration.ZERO, Future.ready("at once")));

    run.run();

    assertThat(valueOf(handle)).contains("at once");
  }

  @Test
  void itsClockStartsWhenItIsMade() {
    Timeout<Long> timeout = Timeout.after(run.timers(), SECOND, probe);
    JoinHandle<Optional<Long>> handle = run.spawn(run.sleep(600).then(now -> timeout));

    run.run();

    assertThat(valueOf(handle)).isEmpty();
    assertThat(run.elapsedMillis()).isEqualTo(1_000);
    assertThat(probe.drops()).isOne();
  }

  @Test
  void isLazyInWhatItWaitsFor() {
    Timeout.after(run.timers(), SECOND, probe).drop();

    assertThat(probe.polls()).isZero();
    assertThat(probe.drops()).isOne();
  }

  @Test
  void cancelledItDropsBoth() {
    JoinHandle<?> handle = run.spawn(Timeout.after(run.timers(), SECOND, probe));
    run.spawn(run.sleep(10).then(now -> cancel(handle)));

    run.run();

    assertThat(probe.drops()).isOne();
    assertThat(run.armed()).isZero();
    assertThat(run.elapsedMillis()).isEqualTo(10);
  }

  @Test
  void failsWithTheFutureAndLeavesNoTimerBehind() {
    run.spawn(Timeout.after(run.timers(), SECOND, Probe.failing(new ArithmeticException())));

    assertThat(run.run().failed()).isOne();
    assertThat(run.armed()).isZero();
    assertThat(run.elapsedMillis()).isZero();
  }

  @Test
  void cancelledItLeavesNoTimerBehindEvenIfTheFuturesDropThrows() {
    Future<Long> bad =
        new Future<>() {
          @Override
          public Poll<Long> poll(Context context) {
            return Poll.pending();
          }

          @Override
          public void drop() {
            throw new ArithmeticException("on purpose");
          }
        };
    JoinHandle<?> handle = run.spawn(Future.lazy(() -> Timeout.after(run.timers(), SECOND, bad)));
    run.spawn(Future.yieldNow().then(unit -> cancel(handle)));

    assertThat(run.run().cancelled()).isOne();
    assertThat(run.armed()).isZero();
  }

  private static Future<Unit> cancel(JoinHandle<?> handle) {
    return context -> {
      handle.cancel();
      return Unit.ready();
    };
  }

  private Optional<Long> resultOf(Supplier<Future<Long>> future) {
    JoinHandle<Optional<Long>> handle =
        run.spawn(Future.lazy(() -> Timeout.after(run.timers(), SECOND, future.get())));
    run.run();
    return valueOf(handle);
  }

  private static <T> T valueOf(JoinHandle<T> handle) {
    return ((Poll.Ready<T>) handle.poll(new CountingWaker().context())).value();
  }
}
