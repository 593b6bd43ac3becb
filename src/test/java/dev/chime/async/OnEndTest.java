package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** However a future ends, its action is run once. */
class OnEndTest {

  private final CountingWaker waker = new CountingWaker();
  private final Probe<String> source = new Probe<>();
  private final AtomicInteger ends = new AtomicInteger();
  private final Future<String> future = source.onEnd(ends::incrementAndGet);

  @Test
  void aPendingFutureHasNotEnded() {
    assertThat(future.poll(waker.context()).isReady()).isFalse();
    assertThat(future.poll(waker.context()).isReady()).isFalse();
    assertThat(ends).hasValue(0);
    assertThat(source.polls()).isEqualTo(2);
  }

  @Test
  void itEndsWhenItIsReady() {
    assertThat(future.poll(waker.context()).isReady()).isFalse();
    source.complete("value");

    assertThat(waker.wakes()).isOne();
    assertThat(future.poll(waker.context())).isEqualTo(Poll.ready("value"));
    assertThat(ends).hasValue(1);
    future.drop(); // harmless after completion
    assertThat(ends).hasValue(1);
  }

  @Test
  void itEndsWhenItThrows() {
    IllegalStateException failure = new IllegalStateException();
    source.fail(failure);

    assertThatThrownBy(() -> future.poll(waker.context())).isSameAs(failure);
    assertThat(ends).hasValue(1);
    future.drop(); // as executors do with what has thrown
    assertThat(ends).hasValue(1);
    assertThat(source.drops()).isOne();
  }

  @Test
  void itEndsWithAnErrorToo() {
    AssertionError error = new AssertionError();
    Future<String> failing =
        context -> {
          throw error;
        };

    Future<String> outer = failing.onEnd(ends::incrementAndGet);
    assertThatThrownBy(() -> outer.poll(waker.context())).isSameAs(error);
    assertThat(ends).hasValue(1);
  }

  @Test
  void itEndsWhenItIsDropped() {
    assertThat(future.poll(waker.context()).isReady()).isFalse();
    future.drop();
    future.drop();
    assertThat(ends).hasValue(1);
  }

  @Test
  void itEndsWhenItIsDroppedBeforeItsFirstPoll() {
    future.drop();
    assertThat(ends).hasValue(1);
    assertThat(source.polls()).isZero();
    assertThat(source.drops()).isOne();
  }

  @Test
  void itEndsAfterWhatItIsMadeOfHasBeenDropped() {
    Future<String> outer = source.onEnd(() -> ends.set(10 + source.drops()));
    outer.drop();
    assertThat(ends).hasValue(11);
  }

  @Test
  void itEndsEvenIfTheDropThrows() {
    ArithmeticException thrown = new ArithmeticException();
    Future<String> throwing =
        new Future<>() {
          @Override
          public Poll<String> poll(Context context) {
            return Poll.pending();
          }

          @Override
          public void drop() {
            throw thrown;
          }
        };
    assertThat(catchThrowable(throwing.onEnd(ends::incrementAndGet)::drop)).isSameAs(thrown);
    assertThat(ends).hasValue(1);
  }

  @Test
  void anActionThatThrowsIsNotRunAgain() {
    ArithmeticException thrown = new ArithmeticException();
    Future<String> outer =
        source.onEnd(
            () -> {
              ends.incrementAndGet();
              throw thrown;
            });
    source.complete("value");
    assertThatThrownBy(() -> outer.poll(waker.context())).isSameAs(thrown);
    outer.drop();
    assertThat(ends).hasValue(1);
  }

  @Test
  void aTaskEndsItsFutureHoweverItEnds() {
    OneShard.run(
        spawner -> {
          spawner.spawn(Future.yieldNow().onEnd(ends::incrementAndGet));
          spawner.spawn(Probe.failing(new IllegalStateException()).onEnd(ends::incrementAndGet));
          JoinHandle<?> cancelled = spawner.spawn(Future.pending().onEnd(ends::incrementAndGet));
          spawner.spawn(OneShard.call(cancelled::cancel));
        });
    assertThat(ends).hasValue(3);
  }

  @Test
  void aTaskThatIsLeftWhenTheExecutorClosesHasEndedThen() {
    try (Executor executor = Executor.builder().build();
        Spawner spawner = executor.spawner()) {
      spawner.spawn(future);
    }
    assertThat(ends).hasValue(1);
  }
}
