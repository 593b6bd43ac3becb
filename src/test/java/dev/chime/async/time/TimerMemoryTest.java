package dev.chime.async.time;

import static dev.chime.async.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.CountingWaker;
import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.JoinHandle;
import dev.chime.async.Poll;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What is cancelled is gone, and the count of what is armed is exact. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class TimerMemoryTest {

  private final VirtualTicker ticker = VirtualTicker.paused(0);
  private final WheelTimerDriver timers = new WheelTimerDriver(ticker);

  @Test
  void aMillionCancelledTimersDoNotStayInMemory() throws InterruptedException {
    try (Executor executor = Executor.builder().driver(timers::attach).build();
        Spawner spawner = executor.spawner()) {
      executor.start();
      List<WeakReference<?>> samples =
          Executor.blockOn(spawner.spawn(context -> Poll.ready(armAndCancel(1_000_000))));
      assertThat(timers.armed()).containsExactly(0);

      eventually(() -> areCleared(samples));
    }
  }

  @Test
  void timersCancelledByOtherThreadsDoNotStayInMemory() throws InterruptedException {
    try (Executor executor = Executor.builder().driver(timers::attach).build();
        Spawner spawner = executor.spawner()) {
      executor.start();
      List<WeakReference<?>> samples = new ArrayList<>(armAndCancel(200_000));
      eventually(() -> timers.armed().getFirst() == 0);
      Executor.blockOn(spawner.spawn(Future.yieldNow())); // the last message is out of hand, too

      eventually(() -> areCleared(samples));
    }
  }

  @Test
  void cancelledTasksDoNotStayInMemory() throws InterruptedException {
    try (Executor executor = Executor.builder().driver(timers::attach).build();
        Spawner spawner = executor.spawner()) {
      executor.start();
      List<WeakReference<?>> samples = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        JoinHandle<Unit> handle = spawner.spawn(TimerFuture.after(timers, Duration.ofHours(1)));
        samples.add(new WeakReference<>(handle));
        handle.cancel();
      }
      eventually(() -> executor.stats().getFirst().pending() == 0);
      Executor.blockOn(spawner.spawn(Future.yieldNow()));

      eventually(() -> areCleared(samples));
    }
  }

  @Test
  void countDriftAfterAStormOfThreads() throws InterruptedException {
    CountingWaker waker = new CountingWaker();
    try (Executor executor = Executor.builder().shards(2).driver(timers::attach).build();
        Spawner spawner = executor.spawner()) {
      executor.start();
      List<Thread> threads = new ArrayList<>();
      List<List<TimerFuture>> left = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        List<TimerFuture> mine = new ArrayList<>();
        left.add(mine);
        RandomGenerator random = Seeds.generator(i);
        threads.add(Thread.ofPlatform().start(() -> storm(random, spawner, mine)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      Executor.blockOn(spawner.spawn(0, Future.yieldNow()));
      Executor.blockOn(spawner.spawn(1, Future.yieldNow()));
      long pending =
          left.stream()
              .flatMap(List::stream)
              .filter(timer -> !timer.poll(waker.context()).isReady())
              .count();

      eventually(() -> armed() == pending);
      ticker.advance(Duration.ofHours(2));
      eventually(() -> waker.wakes() == pending && armed() == 0);
    }
  }

  /** Arms, cancels, and advances; leaves what it has not cancelled. */
  private void storm(RandomGenerator random, Spawner spawner, List<TimerFuture> left) {
    for (int i = 0; i < 30_000; i++) {
      left.add(TimerFuture.after(timers, Duration.ofMillis(random.nextInt(3_600_000))));
      if (random.nextInt(3) > 0) {
        int victim = random.nextInt(left.size());
        TimerFuture timer = left.get(victim);
        left.set(victim, left.getLast());
        left.removeLast();
        if (random.nextBoolean()) {
          timer.drop();
        } else {
          spawner.spawn(random.nextInt(2), dropping(timer));
        }
      }
      if (random.nextInt(100) == 0) {
        ticker.advance(Duration.ofMillis(random.nextInt(1_000)));
      }
    }
  }

  private static Future<Unit> dropping(TimerFuture timer) {
    return context -> {
      timer.drop();
      return Unit.ready();
    };
  }

  private int armed() {
    return timers.armed().stream().mapToInt(Integer::intValue).sum();
  }

  private List<WeakReference<?>> armAndCancel(int count) {
    List<WeakReference<?>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SharedState state = timers.arm(Duration.ofHours(1).toNanos());
      if (i % 1_000 == 0) {
        samples.add(new WeakReference<>(state));
      }
      state.drop();
    }
    return samples;
  }

  private static boolean areCleared(List<WeakReference<?>> samples) {
    System.gc();
    return samples.stream().allMatch(sample -> sample.refersTo(null));
  }
}
