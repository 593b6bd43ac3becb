package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Context;
import dev.chime.async.CountingWaker;
import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.JoinHandle;
import dev.chime.async.Poll;
import dev.chime.async.ShardStats;
import dev.chime.async.Unit;
import dev.chime.async.Waker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other timers got wrong; each test is named after what it guards against. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TimerGuardsTest {

  private static final Duration TICK = Duration.ofNanos(125_000);
  private static final Duration YEARS = Duration.ofDays(100 * 365);

  private final CountingWaker waker = new CountingWaker();

  @Test
  void staleNextWakeWhenAnEarlierTimerArrivesWhileParked() throws InterruptedException {
    BlockingQueue<Long> parks = new LinkedBlockingQueue<>();
    WheelTimerDriver timers = new WheelTimerDriver(VirtualTicker.paused(0));
    try (Executor executor =
        Executor.builder()
            .driver(
                shard ->
                    new ForwardingDriver(timers.attach(shard)) {
                      @Override
                      public void park(long event) {
                        parks.add(event);
                        super.park(event);
                      }
                    })
            .build()) {
      executor.spawner();
      executor.start();
      assertThat(parks.take()).isEqualTo(Long.MAX_VALUE);
      for (long ticks = 60; ticks > 0; ticks--) {
        TimerFuture.after(timers, TICK.multipliedBy(ticks)); // time stands: only this can wake it
        assertThat(parks.take()).isEqualTo(ticks);
      }
      assertThat(timers.armed()).containsExactly(60);
    }
  }

  @Test
  void aDeadlineExactlyNow() {
    VirtualRun run = new VirtualRun(5_000_000);
    List<Boolean> ready = new ArrayList<>();
    run.spawn(
        Future.lazy(
            () -> {
              TimerFuture timer = TimerFuture.at(run.timers(), 5_000_000);
              return timer.map(
                  unit -> {
                    ready.add(true);
                    return unit;
                  });
            }));

    run.run();

    assertThat(ready).containsExactly(true);
    assertThat(run.elapsed()).isZero();
  }

  @Test
  void overflowOfHugeDelays() {
    VirtualRun run = new VirtualRun(Long.MAX_VALUE - 1);
    List<JoinHandle<?>> handles = new ArrayList<>();
    for (Duration huge :
        List.of(
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
            Duration.ofNanos(Long.MAX_VALUE),
            Duration.ofNanos(TimerDriver.MAX_DELAY_NANOS))) {
      handles.add(run.spawn(run.sleep(huge)));
    }
    run.spawn(
        run.sleep(YEARS)
            .map(
                now -> {
                  assertThat(handles).noneMatch(JoinHandle::isDone);
                  handles.forEach(JoinHandle::cancel);
                  return now;
                }));

    ShardStats stats = run.run();

    assertThat(stats.failed()).isZero();
    assertThat(stats.cancelled()).isEqualTo(4);
    assertThat(run.armed()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWakerThatThrows(boolean error) {
    VirtualRun run = new VirtualRun(0);
    Waker throwing =
        () -> {
          waker.wake();
          if (error) {
            throw new AssertionError("a bad waker");
          }
          throw new IllegalStateException("a bad waker");
        };
    List<Long> others = new ArrayList<>();
    Consumer<Waker> arm =
        with -> poll(TimerFuture.after(run.timers(), Duration.ofMillis(10)), with);
    run.spawn(
        onShard(
            () -> {
              for (int i = 0; i < 10; i++) {
                arm.accept(throwing);
                arm.accept(() -> others.add(run.elapsedMillis()));
              }
            }));
    run.spawn(run.sleep(20));

    assertThat(run.run().completed()).isEqualTo(2);

    assertThat(waker.wakes()).isEqualTo(10);
    assertThat(others).hasSize(10).containsOnly(10L);
    assertThat(run.armed()).isZero();
  }

  private static Future<Unit> onShard(Runnable action) {
    return context -> {
      action.run();
      return Unit.ready();
    };
  }

  private static void poll(TimerFuture timer, Waker waker) {
    Poll<Unit> poll = timer.poll(Context.from(waker));
    assertThat(poll.isReady()).isFalse();
  }
}
