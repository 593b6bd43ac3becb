package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Futures that begin a chain: ready, pending, lazy, from a callback, yield. */
class BeginningsTest {

  private final CountingWaker waker = new CountingWaker();

  @Test
  void readyIsReadyAtTheFirstPoll() {
    assertThat(Future.ready("value").poll(waker.context())).isEqualTo(Poll.ready("value"));
    assertThat(waker.wakes()).isZero();
  }

  @Test
  void pendingNeverIsReadyAndNeverWakes() {
    Future<String> future = Future.pending();

    assertThat(future.poll(waker.context()).isReady()).isFalse();
    assertThat(future.poll(waker.context()).isReady()).isFalse();
    assertThat(waker.wakes()).isZero();
  }

  @Test
  void lazyMakesNothingBeforeTheFirstPollAndOnlyOnceAfter() {
    AtomicInteger made = new AtomicInteger();
    Probe<String> inner = new Probe<>();
    Future<String> lazy =
        Future.lazy(
            () -> {
              made.incrementAndGet();
              return inner;
            });
    assertThat(made).hasValue(0);

    assertThat(lazy.poll(waker.context()).isReady()).isFalse();
    inner.complete("value");

    assertThat(lazy.poll(waker.context())).isEqualTo(Poll.ready("value"));
    assertThat(made).hasValue(1);
    assertThat(waker.wakes()).isOne();
  }

  @Test
  void lazyThrowsWhatItsMakerThrows() {
    IllegalStateException thrown = new IllegalStateException("no future");
    Future<String> lazy =
        Future.lazy(
            () -> {
              throw thrown;
            });

    assertThatThrownBy(() -> lazy.poll(waker.context())).isSameAs(thrown);
  }

  @Test
  void callbackIsRegisteredAtTheFirstPollAndItsCallWakes() {
    AtomicReference<Oneshot<String>> callback = new AtomicReference<>();
    Future<String> future = Future.fromCallback(callback::set);
    assertThat(callback.get()).isNull();

    assertThat(future.poll(waker.context()).isReady()).isFalse();
    assertThat(callback.get().complete("called")).isTrue();

    assertThat(waker.wakes()).isOne();
    assertThat(future.poll(waker.context())).isEqualTo(Poll.ready("called"));
  }

  @Test
  void callbackMayBeCalledWhileItIsBeingRegistered() {
    Future<String> future = Future.fromCallback(oneshot -> oneshot.complete("at once"));

    assertThat(future.poll(waker.context())).isEqualTo(Poll.ready("at once"));
    assertThat(waker.wakes()).isZero();
  }

  @Test
  void yieldNowIsPendingOnceAndWakesItself() {
    Future<Unit> future = Future.yieldNow();

    assertThat(future.poll(waker.context()).isReady()).isFalse();
    assertThat(waker.wakes()).isOne();
    assertThat(future.poll(waker.context()).isReady()).isTrue();
    assertThat(waker.wakes()).isOne();
  }

  @Test
  void yieldNowLetsOtherTasksOfTheShardRun() {
    List<String> order = new ArrayList<>();

    OneShard.run(
        spawner -> {
          spawner.spawn(
              Future.yieldNow()
                  .then(
                      unit -> {
                        order.add("yielded");
                        return Future.ready(unit);
                      }));
          spawner.spawn(OneShard.call(() -> order.add("other")));
        });

    assertThat(order).containsExactly("other", "yielded");
  }
}
