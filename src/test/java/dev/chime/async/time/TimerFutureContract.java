package dev.chime.async.time;

import static dev.chime.async.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.chime.async.CountingWaker;
import dev.chime.async.Executor;
import dev.chime.async.JoinHandle;
import dev.chime.async.Oneshot;
import dev.chime.async.Poll;
import dev.chime.async.Probe;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@link TimerFuture} promises, whichever driver completes it. Time is virtual. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
abstract class TimerFutureContract {

  static final long START = 1_700_000_000_000_000_000L;

  final VirtualTicker ticker = VirtualTicker.paused(START);
  private final CountingWaker waker = new CountingWaker();

  abstract TimerDriver driver();

  /** The spawner of a running executor on which tasks may wait for timers. */
  abstract Spawner spawner();

  /** Returns once the driver has looked at the time as it stands. */
  abstract void settle();

  /** When a timer fires: not before its deadline, and how soon after it is the driver's to say. */
  abstract long firesAt(long deadline);

  /** For how many timers the driver holds something at the moment. */
  abstract int held();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PT0.000000001S",
        "PT0.000999999S",
        "PT0.001S",
        "PT0.001000001S",
        "PT0.063S",
        "PT0.064S",
        "PT4.095S",
        "PT4.096S",
        "PT1H",
        "PT72H",
        "PT87600H"
      })
  void isPendingUpToTheDeadlineAndReadyFromThenOn(Duration duration) {
    TimerFuture timer = timer(duration);
    long fires = firesAt(START + duration.toNanos());

    advanceTo(fires - 1);
    assertThat(timer.poll(waker.context()).isReady()).isFalse();
    assertThat(waker.wakes()).isZero();
    advanceTo(fires);

    eventually(() -> waker.wakes() == 1);
    assertThat(timer.poll(waker.context())).isEqualTo(Unit.ready());
    assertThat(timer.poll(waker.context())).isEqualTo(Unit.ready());
  }

  @Test
  void itsClockStartsWhenItIsMadeNotWhenItIsPolled() {
    TimerFuture timer = timer(Duration.ofSeconds(10));
    advance(Duration.ofSeconds(9));
    assertThat(timer.poll(waker.context()).isReady()).isFalse();

    advance(Duration.ofSeconds(1));

    eventually(() -> waker.wakes() == 1);
    assertThat(timer.poll(waker.context()).isReady()).isTrue();
  }

  @Test
  void isReadyAtItsFirstPollIfItHasElapsedBefore() {
    TimerFuture timer = timer(Duration.ofSeconds(10));
    advance(Duration.ofSeconds(11));

    eventually(() -> held() == 0);

    assertThat(timer.poll(waker.context()).isReady()).isTrue();
    assertThat(waker.wakes()).isZero();
  }

  @Test
  void wakesOnlyTheWakerOfTheLatestPoll() {
    CountingWaker latest = new CountingWaker();
    TimerFuture timer = timer(Duration.ofSeconds(10));
    assertThat(timer.poll(waker.context()).isReady()).isFalse();
    assertThat(timer.poll(latest.context()).isReady()).isFalse();

    advance(Duration.ofSeconds(10));

    eventually(() -> latest.wakes() == 1);
    assertThat(waker.wakes()).isZero();
  }

  @Test
  void wakesTheTaskItHasMovedTo() throws InterruptedException {
    TimerFuture timer = timer(Duration.ofSeconds(10));
    Oneshot<TimerFuture> handover = new Oneshot<>();
    int[] polls = {0};
    JoinHandle<String> first =
        spawner()
            .spawn(
                context -> {
                  polls[0]++;
                  assertThat(timer.poll(context).isReady()).isFalse();
                  return handover.complete(timer) ? Poll.ready("passed on") : Poll.pending();
                });
    Probe<Unit> polled = new Probe<>();
    JoinHandle<String> second =
        spawner()
            .spawn(
                handover.then(
                    passed ->
                        context -> {
                          assertThat(polled.poll(context).isReady()).isFalse();
                          return passed.poll(context).map(unit -> "elapsed");
                        }));
    assertThat(Executor.blockOn(first)).isEqualTo("passed on");
    eventually(() -> polled.polls() == 1);

    advance(Duration.ofSeconds(10));

    assertThat(Executor.blockOn(second)).isEqualTo("elapsed");
    assertThat(polls[0]).isOne();
    assertThat(polled.polls()).isEqualTo(2);
  }

  @Test
  void droppedItHoldsNothingAndNeverWakes() {
    TimerFuture timer = timer(Duration.ofSeconds(10));
    assertThat(timer.poll(waker.context()).isReady()).isFalse();
    settle();
    assertThat(held()).isOne();

    timer.drop();
    timer.drop();

    eventually(() -> held() == 0);
    advance(Duration.ofSeconds(20));
    assertThat(waker.wakes()).isZero(); // not by the drop either: nobody is to poll it again
    assertThatIllegalStateException().isThrownBy(() -> timer.poll(waker.context()));
  }

  @Test
  void droppedByATaskOrByAnotherThreadItHoldsNothing() throws InterruptedException {
    List<TimerFuture> timers =
        IntStream.range(0, 50).mapToObj(i -> timer(Duration.ofHours(1))).toList();
    settle();
    assertThat(held()).isEqualTo(50);
    Thread other =
        Thread.ofPlatform().start(() -> timers.subList(0, 25).forEach(TimerFuture::drop));
    JoinHandle<Unit> task =
        spawner()
            .spawn(
                context -> {
                  timers.subList(25, 50).forEach(TimerFuture::drop);
                  return Unit.ready();
                });

    other.join();
    Executor.blockOn(task);

    eventually(() -> held() == 0);
  }

  @Test
  void droppedAtOnceItHoldsNothing() {
    for (int i = 0; i < 50; i++) {
      timer(Duration.ofHours(1)).drop();
    }

    eventually(() -> held() == 0);
  }

  @Test
  void droppedAfterItHasElapsedItStaysElapsed() {
    TimerFuture timer = timer(Duration.ofSeconds(10));
    assertThat(timer.poll(waker.context()).isReady()).isFalse();
    advance(Duration.ofSeconds(10));
    eventually(() -> waker.wakes() == 1);

    timer.drop();

    assertThat(timer.poll(waker.context()).isReady()).isTrue();
    eventually(() -> held() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-0.000000001S", "PT-1H", "PT-2562047788015215H-30M-8S"})
  void ofNoLengthOrLessElapsesWithoutTimePassing(Duration duration) throws InterruptedException {
    assertThat(Executor.blockOn(timer(duration))).isEqualTo(Unit.UNIT);
    assertThat(ticker.nanos()).isEqualTo(START);
  }

  @Test
  void inThePastElapsesWithoutTimePassing() throws InterruptedException {
    assertThat(Executor.blockOn(at(START - Duration.ofDays(365).toNanos()))).isEqualTo(Unit.UNIT);
    assertThat(Executor.blockOn(at(START))).isEqualTo(Unit.UNIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PT2562047788015215H30M7.999999999S", "PT2562047H47M16S", "PT1281023H53M38S"})
  void ofHugeLengthNeitherElapsesNorOverflows(Duration duration) {
    TimerFuture timer = timer(duration);
    assertThat(timer.poll(waker.context()).isReady()).isFalse();

    for (int year = 0; year < 100; year++) {
      advance(Duration.ofDays(365));
    }

    assertThat(timer.poll(waker.context()).isReady()).isFalse();
    assertThat(waker.wakes()).isZero();
    timer.drop();
    eventually(() -> held() == 0);
  }

  @Test
  void manyMadeByOutsideThreadsAllElapseAndNoneEarly() throws InterruptedException {
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    Thread.ofPlatform()
                        .start(() -> IntStream.range(1, 101).forEach(n -> spawnSleeper(i + 4 * n))))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    eventually(() -> held() == 400);

    advance(Duration.ofMillis(4 * 101));

    eventually(() -> held() == 0);
    eventually(() -> waker.wakes() == 400);
  }

  private void spawnSleeper(int millis) {
    long deadline = START + Duration.ofMillis(millis).toNanos();
    TimerFuture timer = timer(Duration.ofMillis(millis));
    spawner()
        .spawn(
            timer.map(
                unit -> {
                  assertThat(ticker.nanos()).isGreaterThanOrEqualTo(deadline);
                  waker.wake();
                  return unit;
                }));
  }

  private TimerFuture timer(Duration duration) {
    made();
    return TimerFuture.after(driver(), duration);
  }

  private TimerFuture at(long deadline) {
    made();
    return TimerFuture.at(driver(), deadline);
  }

  /** Told of each timer, before it is made. */
  void made() {}

  private void advance(Duration duration) {
    ticker.advance(duration);
    settle();
  }

  private void advanceTo(long nanos) {
    advance(Duration.ofNanos(nanos - ticker.nanos()));
  }
}
