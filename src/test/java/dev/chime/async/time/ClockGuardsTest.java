package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.ShardStats;
import dev.chime.async.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Clocks that jump, stand or go back, and tasks that never rest: timers get their turn. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ClockGuardsTest {

  private static final int STEPS_A_TURN = 256;
  private static final int POLLS_A_TURN = 128;
  private static final long MILLI = 1_000_000;

  private final HandTicker clock = new HandTicker();

  @Test
  void aDriverStarvedByAlwaysReadyTasks() {
    VirtualRun run = new VirtualRun(clock, UnaryOperator.identity());
    boolean[] elapsed = {false};
    int[] pollsWhileDue = {0};
    run.spawn(
        run.sleep(5)
            .map(
                now -> {
                  elapsed[0] = true;
                  return now;
                }));
    for (int i = 0; i < 1_000; i++) {
      run.spawn(
          always(
              () -> elapsed[0],
              () -> {
                clock.set(clock.nanos() + 1_000); // so the busy tasks move time themselves
                if (clock.nanos() >= 5 * MILLI) {
                  pollsWhileDue[0]++;
                }
              }));
    }

    assertThat(run.run().completed()).isEqualTo(1_001);

    // One turn until the driver looks, and then the woken task waits for those queued before it.
    assertThat(pollsWhileDue[0]).isLessThanOrEqualTo(1_000 + 1_000 + 2 * POLLS_A_TURN);
  }

  @Test
  void aTimerDelayedByOneBusyTask() {
    VirtualRun run = new VirtualRun(clock, UnaryOperator.identity());
    boolean[] elapsed = {false};
    int[] polls = {0};
    run.spawn(
        run.sleep(50)
            .map(
                now -> {
                  elapsed[0] = true;
                  return now;
                }));
    run.spawn(always(() -> elapsed[0], () -> clock.set(++polls[0] * MILLI)));

    run.run();

    assertThat(polls[0]).isBetween(50, 52);
  }

  @Test
  void aClockJumpOverManyLevelsDrainsEverythingBoundedPerTurn() {
    int timers = 20_000;
    int[] fired = {0};
    List<Integer> firedAtTurn = new ArrayList<>();
    VirtualRun run =
        new VirtualRun(
            clock,
            wheel ->
                new ForwardingDriver(wheel) {
                  @Override
                  public int turn(int budget) {
                    int used = super.turn(budget);
                    firedAtTurn.add(fired[0]);
                    return used;
                  }
                });
    run.spawn(
        context -> {
          for (int i = 0; i < timers; i++) {
            TimerFuture.after(run.timers(), Duration.ofMillis(1L << (i % 37)).plusMillis(i))
                .poll(() -> () -> fired[0]++);
          }
          clock.set(Duration.ofDays(3_650).toNanos());
          return Unit.ready();
        });
    run.spawn(always(() -> fired[0] == timers, () -> {}));

    run.run();

    assertThat(fired[0]).isEqualTo(timers);
    assertThat(run.armed()).isZero();
    for (int i = 1; i < firedAtTurn.size(); i++) {
      assertThat(firedAtTurn.get(i) - firedAtTurn.get(i - 1)).isLessThanOrEqualTo(STEPS_A_TURN);
    }
  }

  @Test
  void aJumpWithNobodyElseBusyDrainsEverythingToo() {
    VirtualRun run = new VirtualRun(clock, UnaryOperator.identity());
    int timers = 5_000;
    for (int i = 0; i < timers; i++) {
      run.spawn(run.sleep(1_000L + i % 7));
    }
    run.spawn(
        context -> {
          clock.set(Duration.ofDays(1).toNanos());
          return Unit.ready();
        });

    assertThat(run.run().completed()).isEqualTo(timers + 1);
    assertThat(run.elapsed()).isEqualTo(Duration.ofDays(1).toNanos());
  }

  @Test
  void aClockThatGoesBackwards() {
    clock.set(Duration.ofDays(1).toNanos());
    VirtualRun run = new VirtualRun(clock, UnaryOperator.identity());
    List<Long> early = new ArrayList<>();
    int[] elapsed = {0};
    for (int i = 0; i < 2_000; i++) {
      long millis = 1 + (i * 37L) % 5_000;
      run.spawn(
          Future.lazy(
              () -> {
                long deadline = clock.nanos() + millis * MILLI;
                return TimerFuture.at(run.timers(), deadline)
                    .map(
                        unit -> {
                          elapsed[0]++;
                          return clock.highest() >= deadline || early.add(deadline);
                        });
              }));
      if (i % 10 == 0) {
        run.spawn(
            run.sleep(millis)
                .then(
                    now -> {
                      clock.set(clock.nanos() - 700 * MILLI);
                      return run.sleep(millis);
                    }));
      }
    }

    ShardStats stats = run.run();

    assertThat(stats.failed()).isZero();
    assertThat(stats.completed()).isEqualTo(2_200);
    assertThat(elapsed[0]).isEqualTo(2_000);
    assertThat(early).isEmpty();
    assertThat(run.armed()).isZero();
  }

  @Test
  void aClockThatGoesBackBeforeTheWheelWasMade() {
    clock.set(Duration.ofDays(1).toNanos());
    VirtualRun run = new VirtualRun(clock, UnaryOperator.identity());
    long[] elapsed = {0};
    run.spawn(
        context -> {
          clock.set(0);
          return Unit.ready();
        });
    run.spawn(
        run.sleep(10)
            .map(
                now -> {
                  elapsed[0] = clock.nanos();
                  return now;
                }));

    assertThat(run.run().completed()).isEqualTo(2);

    assertThat(elapsed[0]).isGreaterThanOrEqualTo(10 * MILLI);
  }

  /** A task that is ready whenever it is asked, until it may end. */
  private static Future<Unit> always(BooleanSupplier until, Runnable onPoll) {
    return context -> {
      onPoll.run();
      if (until.getAsBoolean()) {
        return Unit.ready();
      }
      context.waker().wake();
      return Poll.pending();
    };
  }
}
