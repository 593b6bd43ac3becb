package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Context;
import dev.chime.async.CountingWaker;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.Waker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * What other timers got wrong about cancelling and re-arming; each test is named after what it
 * guards against.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CancelGuardsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final CountingWaker waker = new CountingWaker();

  @Test
  void cancelOnTheFiringTickByTheWakerOfAnother() {
    VirtualRun run = new VirtualRun(0);
    run.spawn(
        onShard(
            () -> {
              List<TimerFuture> timers = new ArrayList<>();
              for (int i = 0; i < 3; i++) {
                timers.add(TimerFuture.after(run.timers(), Duration.ofMillis(10)));
              }
              // Whichever fires first drops both others, in the middle of the walk over their slot.
              Context dropper =
                  Context.from(
                      () -> {
                        waker.wake();
                        timers.forEach(TimerFuture::drop);
                      });
              timers.forEach(timer -> assertThat(timer.poll(dropper).isReady()).isFalse());
            }));
    run.spawn(run.sleep(20));

    run.run();

    assertThat(waker.wakes()).isOne();
    assertThat(run.armed()).isZero();
  }

  @Test
  void rearmByTheWakerOfTheSameTick() {
    VirtualRun run = new VirtualRun(0);
    List<Long> wakes = new ArrayList<>();
    class Rearming implements Waker {
      @Override
      public void wake() {
        wakes.add(run.elapsedMillis());
        if (wakes.size() < 5) {
          arm(wakes.size() % 2 == 0 ? 10 : 0);
        }
      }

      void arm(long millis) {
        poll(TimerFuture.after(run.timers(), Duration.ofMillis(millis)), this);
      }
    }
    run.spawn(onShard(() -> new Rearming().arm(10)));
    run.spawn(run.sleep(100));

    run.run();

    assertThat(wakes).containsExactly(10L, 10L, 20L, 20L, 30L);
    assertThat(run.armed()).isZero();
  }

  @Test
  void rearmToLaterThenEarlier() {
    VirtualRun run = new VirtualRun(0);
    CountingWaker dropped = new CountingWaker();
    List<Long> fired = new ArrayList<>();
    run.spawn(
        onShard(
            () -> {
              TimerFuture first = TimerFuture.after(run.timers(), Duration.ofMillis(50));
              poll(first, dropped);
              first.drop();
              TimerFuture later = TimerFuture.after(run.timers(), Duration.ofSeconds(5));
              poll(later, dropped);
              later.drop();
              TimerFuture earlier = TimerFuture.after(run.timers(), Duration.ofMillis(3));
              poll(earlier, () -> fired.add(run.elapsedMillis()));
              assertThat(dropped.wakes()).isZero();
            }));
    run.spawn(run.sleep(10_000));

    assertThat(run.run().failed()).isZero();

    assertThat(fired).containsExactly(3L);
    assertThat(dropped.wakes()).isZero();
    assertThat(run.armed()).isZero();
  }

  @Test
  void cancelAfterFire() {
    VirtualRun run = new VirtualRun(0);
    List<TimerFuture> timers = new ArrayList<>();
    run.spawn(
        onShard(
            () -> {
              timers.add(TimerFuture.after(run.timers(), Duration.ofMillis(1)));
              timers.add(TimerFuture.after(run.timers(), Duration.ofMillis(9)));
            }));
    run.spawn(
        run.sleep(5)
            .map(
                now -> {
                  timers.getFirst().drop();
                  return run.armed();
                }));
    run.spawn(run.sleep(20));

    run.run();

    assertThat(run.armed()).isZero();
    assertThat(timers).allMatch(timer -> timer.poll(waker.context()).isReady());
  }

  @Test
  void aDropThatWakesItsOwnTask() {
    VirtualRun run = new VirtualRun(0);
    int[] polls = {0};
    Future<Long> racing =
        run.sleep(HOUR).select(run.sleep(10)).then(first -> run.sleep(HOUR.minusMillis(10)));
    run.spawn(
        context -> {
          polls[0]++;
          return racing.poll(context);
        });

    run.run();

    assertThat(polls[0]).isEqualTo(3); // at the start and for each timer that fired
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
