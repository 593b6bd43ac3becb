package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskWakeTest {

  private final Probe<Unit> probe = new Probe<>();

  @Test
  void putsTheTaskBackOnTheQueue() {
    ShardStats stats =
        OneShard.run(
            spawner -> {
              spawner.spawn(probe);
              spawner.spawn(OneShard.call(() -> probe.complete(Unit.UNIT)));
            });

    assertThat(probe.polls()).isEqualTo(2);
    assertThat(stats.completed()).isEqualTo(2);
    assertThat(stats.woken()).isOne();
    assertThat(stats.polled()).isEqualTo(3);
  }

  @Test
  void withoutAWakeThereIsNoPoll() {
    OneShard.run(
        spawner -> {
          spawner.spawn(probe);
          spawner.spawn(
              Future.yieldNow()
                  .then(unit -> Future.yieldNow())
                  .then(unit -> OneShard.call(() -> probe.complete(Unit.UNIT))));
        });

    assertThat(probe.polls()).isEqualTo(2);
  }

  @Test
  void coalescesWithOthersIntoOnePoll() {
    ShardStats stats =
        OneShard.run(
            spawner -> {
              spawner.spawn(probe);
              spawner.spawn(
                  OneShard.call(
                      () -> {
                        for (int i = 0; i < 100; i++) {
                          probe.wake();
                        }
                        probe.complete(Unit.UNIT);
                      }));
            });

    assertThat(probe.polls()).isEqualTo(2);
    assertThat(stats.woken()).isOne();
  }

  @Test
  void beforeTheFirstPollOfAScheduledTaskAddsNone() {
    Probe<Unit> second = new Probe<>();
    ShardStats stats =
        OneShard.run(
            spawner -> {
              spawner.spawn(second);
              spawner.spawn(
                  OneShard.call(
                      () -> {
                        second.wake(); // now it is scheduled
                        second.wake();
                        second.wake();
                      }));
              spawner.spawn(
                  Future.yieldNow().then(unit -> OneShard.call(() -> second.complete(Unit.UNIT))));
            });

    assertThat(second.polls()).isEqualTo(3);
    assertThat(stats.completed()).isEqualTo(3);
  }

  @Test
  void afterCompletionDoesNothing() {
    Probe<Unit> ready = Probe.ready(Unit.UNIT);
    ShardStats stats =
        OneShard.run(
            spawner -> {
              spawner.spawn(ready);
              spawner.spawn(OneShard.call(ready::wake));
            });
    ready.wake(); // the executor has ended, too

    assertThat(ready.polls()).isOne();
    assertThat(stats.woken()).isZero();
    assertThat(stats.polled()).isEqualTo(2);
  }

  @Test
  void fromTheTasksOwnPollIsNotLost() {
    int[] polls = {0};
    ShardStats stats =
        OneShard.run(
            spawner ->
                spawner.spawn(
                    context -> {
                      context.waker().wake();
                      context.waker().wake();
                      return ++polls[0] < 3 ? Poll.pending() : Unit.ready();
                    }));

    assertThat(polls[0]).isEqualTo(3);
    assertThat(stats.woken()).isEqualTo(2); // the wakes of the last poll came to nothing
    assertThat(stats.completed()).isOne();
  }

  @Test
  void fromAnotherThreadWhileAPollRunsIsNotLost() {
    int[] polls = {0};
    ShardStats stats =
        OneShard.run(
            spawner ->
                spawner.spawn(
                    context -> {
                      if (++polls[0] > 1) {
                        return Unit.ready();
                      }
                      inAnotherThread(() -> context.waker().wake());
                      return Poll.pending();
                    }));

    assertThat(polls[0]).isEqualTo(2);
    assertThat(stats.woken()).isOne();
  }

  @Test
  void fromAnotherThreadWhileIdleReachesAParkedShard() throws InterruptedException {
    CountDownLatch parking = new CountDownLatch(1);
    Thread waker =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    parking.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  probe.complete(Unit.UNIT);
                });

    ShardStats stats =
        OneShard.run(
            shard -> new ParkListener(parking::countDown), spawner -> spawner.spawn(probe));
    waker.join();

    assertThat(stats.completed()).isOne();
    assertThat(probe.polls()).isEqualTo(2);
  }

  private static void inAnotherThread(Runnable action) {
    try {
      Thread.ofPlatform().start(action).join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
