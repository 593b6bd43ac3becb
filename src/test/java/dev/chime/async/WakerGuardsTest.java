package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What other executors got wrong about wakers; each test is named after what it guards against. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class WakerGuardsTest {

  @Test
  void wakeDuringPollThatCompletesSomethingElse() {
    Oneshot<Integer> oneshot = new Oneshot<>();
    AtomicInteger polls = new AtomicInteger();

    ShardStats stats =
        OneShard.run(
            spawner ->
                spawner.spawn(
                    context -> {
                      polls.incrementAndGet();
                      Poll<Integer> poll = oneshot.poll(context);
                      oneshot.complete(1); // wakes the task that is running
                      return poll;
                    }));

    assertThat(polls).hasValue(2);
    assertThat(stats.woken()).isOne();
  }

  @Test
  void wakeFromTheWakersOwnPoll() {
    Probe<Unit> inner = new Probe<>();
    ShardStats stats =
        OneShard.run(
            spawner ->
                spawner.spawn(
                    context -> {
                      boolean last = inner.polls() == 3;
                      Poll<Unit> poll = inner.poll(context);
                      inner.wake();
                      return last ? Unit.ready() : poll;
                    }));

    assertThat(inner.polls()).isEqualTo(4);
    assertThat(stats.woken()).isEqualTo(3);
    assertThat(stats.completed()).isOne();
  }

  @Test
  void aWakerThatThrowsWhenItIsToldOfATasksEnd() {
    ShardStats stats =
        OneShard.run(
            spawner -> {
              JoinHandle<Unit> handle = spawner.spawn(Future.yieldNow());
              handle.poll(
                  Context.from(
                      () -> {
                        throw new IllegalStateException("a bad waker");
                      }));
              spawner.spawn(Future.yieldNow().then(unit -> Future.yieldNow()));
            });

    assertThat(stats.completed()).isEqualTo(2);
    assertThat(stats.pending()).isZero();
  }

  @Test
  void aShardThatSpinsBecauseATaskLeftAnInterruptBehind() {
    List<Boolean> interruptedAtPark = new ArrayList<>();
    AtomicReference<Waker> waker = new AtomicReference<>();
    Future<Unit> future =
        context -> {
          if (waker.getAndSet(context.waker()) != null) {
            return Unit.ready();
          }
          Thread.currentThread().interrupt();
          return Poll.pending();
        };

    OneShard.run(
        shard ->
            new ParkListener(
                () -> {
                  interruptedAtPark.add(Thread.currentThread().isInterrupted());
                  waker.get().wake();
                }),
        spawner -> spawner.spawn(future));
    Thread.interrupted();

    assertThat(interruptedAtPark).containsExactly(false);
  }

  @Test
  void aTaskThatWaitsForItsOwnHandleDoesNotSpin() {
    AtomicReference<JoinHandle<Unit>> self = new AtomicReference<>();
    AtomicInteger polls = new AtomicInteger();
    ShardStats stats =
        OneShard.run(
            spawner -> {
              self.set(
                  spawner.spawn(
                      context -> {
                        polls.incrementAndGet();
                        return self.get().poll(context);
                      }));
              spawner.spawn(Future.yieldNow().then(u -> OneShard.call(self.get()::cancel)));
            });

    assertThat(polls).hasValue(1);
    assertThat(stats.cancelled()).isOne();
  }
}
