package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MapThenTest {

  private final CountingWaker waker = new CountingWaker();

  @Test
  void mapPassesTheValueThroughOnceItIsThere() {
    Probe<Integer> source = new Probe<>();
    AtomicInteger mapped = new AtomicInteger();
    Future<String> future =
        source.map(
            number -> {
              mapped.incrementAndGet();
              return "number " + number;
            });

    assertThat(future.poll(waker.context()).isReady()).isFalse();
    assertThat(mapped).hasValue(0);
    source.complete(7);

    assertThat(waker.wakes()).isOne();
    assertThat(future.poll(waker.context())).isEqualTo(Poll.ready("number 7"));
    assertThat(mapped).hasValue(1);
  }

  @Test
  void mapThrowsWhatItsMapperThrows() {
    ArithmeticException thrown = new ArithmeticException();
    Future<String> future =
        Future.ready(1)
            .map(
                number -> {
                  throw thrown;
                });

    assertThatThrownBy(() -> future.poll(waker.context())).isSameAs(thrown);
  }

  @Test
  void thenGoesOnWithTheNextFutureInTheSamePoll() {
    Future<String> future = Future.ready(1).then(number -> Future.ready("next of " + number));

    assertThat(future.poll(waker.context())).isEqualTo(Poll.ready("next of 1"));
  }

  @Test
  void thenMakesTheNextFutureOnceAndPollsTheFirstNoMore() {
    Probe<Integer> first = Probe.ready(1);
    Probe<String> second = new Probe<>();
    AtomicInteger made = new AtomicInteger();
    Future<String> future =
        first.then(
            number -> {
              made.incrementAndGet();
              return second;
            });

    assertThat(future.poll(waker.context()).isReady()).isFalse();
    assertThat(future.poll(waker.context()).isReady()).isFalse();
    second.complete("done");

    assertThat(future.poll(waker.context())).isEqualTo(Poll.ready("done"));
    assertThat(made).hasValue(1);
    assertThat(first.polls()).isOne();
    assertThat(second.polls()).isEqualTo(3);
  }

  @Test
  void thenMakesNothingWhenTheFirstFails() {
    IllegalStateException thrown = new IllegalStateException();
    AtomicInteger made = new AtomicInteger();
    Future<String> future =
        Probe.<Integer>failing(thrown)
            .then(
                number -> {
                  made.incrementAndGet();
                  return Future.ready("never");
                });

    assertThatThrownBy(() -> future.poll(waker.context())).isSameAs(thrown);
    assertThat(made).hasValue(0);
  }

  @Test
  void thenThrowsWhatTheNextFutureThrows() {
    IllegalStateException thrown = new IllegalStateException();
    Future<String> future = Future.ready(1).then(number -> Probe.failing(thrown));

    assertThatThrownBy(() -> future.poll(waker.context())).isSameAs(thrown);
  }

  @Test
  void nothingIsPolledBeforeTheWholeIs() {
    Probe<Integer> source = new Probe<>();

    Future<Integer> future =
        source
            .map(number -> number + 1)
            .then(Future::ready)
            .join(source)
            .map(Join.Both::first)
            .select(source)
            .map(either -> 0);

    assertThat(source.polls()).isZero();
    assertThat(future.poll(waker.context()).isReady()).isFalse();
    assertThat(source.polls()).isEqualTo(3);
  }
}
