package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Executor;
import dev.chime.async.Spawner;
import dev.chime.async.time.Ticker;
import dev.chime.async.time.WheelTimerDriver;
import dev.chime.store.InMemoryTimerStore;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancels that come when the timer is just about to elapse, on real threads in real time. */
@Timeout(60)
class CancelElapseRaceTest {

  private static final int THREADS = 2;
  private static final int ROUNDS = 250;
  private static final int TIMERS_PER_ROUND = 20;

  private record Raced(Timer timer, Waiter waiter, Timer answerToCancel) {}

  private final WheelTimerDriver driver = new WheelTimerDriver(Ticker.system());
  private final Executor executor = Executor.builder().shards(2).driver(driver::attach).build();
  private final Spawner spawner = executor.spawner();
  private final ServiceClock clock = new ServiceClock(driver.ticker(), Instant.now());
  private final CountingListener listener = new CountingListener();
  private final AtomicLong ids = new AtomicLong();
  private final TimerService service =
      new TimerService(
          NamespaceClocks.of(clock),
          driver,
          spawner,
          new InMemoryTimerStore(),
          listener,
          new TimerEvents(16, 1 << 20, 1),
          WaiterLimits.NONE,
          namespace -> new TimerId(namespace, "timer-" + ids.incrementAndGet()));

  @AfterEach
  void close() {
    spawner.close();
    executor.close();
  }

  @Test
  void everyTimerHasOneOutcomeAndEverybodyHearsTheSame() throws InterruptedException {
    executor.start();
    ConcurrentLinkedQueue<Raced> all = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofPlatform().start(() -> race(all)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    await().until(() -> service.waiting() == 0 && pending() == 0);

    assertThat(all).hasSize(THREADS * ROUNDS * TIMERS_PER_ROUND).allSatisfy(this::agree);
    long cancelled =
        all.stream()
            .filter(raced -> raced.answerToCancel().state() == TimerState.CANCELLED)
            .count();
    assertThat(cancelled).isStrictlyBetween(0L, (long) all.size());
    assertThat(listener.created.sum()).isEqualTo(all.size());
    assertThat(listener.cancelled.sum()).isEqualTo(cancelled);
    assertThat(listener.elapsed.sum()).isEqualTo(all.size() - cancelled);
    await().untilAsserted(() -> assertThat(driver.armed()).containsExactly(0, 0));
  }

  /** Rounds of timers with one deadline, each cancelled up to a millisecond before or after it. */
  private void race(ConcurrentLinkedQueue<Raced> all) {
    RandomGenerator random = RandomGenerator.getDefault();
    for (int round = 0; round < ROUNDS; round++) {
      Due due = new Due.At(clock.instant().plusMillis(2));
      List<Timer> timers = new ArrayList<>();
      List<Waiter> waiters = new ArrayList<>();
      for (int i = 0; i < TIMERS_PER_ROUND; i++) {
        Timer timer = create(due);
        timers.add(timer);
        waiters.add(new Waiter(service, spawner, timer.id(), null, Duration.ofMinutes(1)));
      }
      Instant moment = timers.getFirst().deadline().plusNanos(random.nextInt(-1_000_000, 500_000));
      while (clock.instant().isBefore(moment)) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < TIMERS_PER_ROUND; i++) {
        Timer answer =
            Blocking.get(service.cancel(timers.get(i).id(), Precondition.NONE))
                .orElseThrow()
                .timer();
        all.add(new Raced(timers.get(i), waiters.get(i), answer));
      }
    }
  }

  private Timer create(Due due) {
    Creation creation = Blocking.get(service.create(Namespace.DEFAULT, ServiceRun.draft(due)));
    return ((Creation.Created) creation).timer();
  }

  private long pending() {
    return executor.stats().stream().mapToLong(stats -> stats.pending()).sum();
  }

  private void agree(Raced raced) {
    Timer outcome = Blocking.get(service.find(raced.timer().id())).orElseThrow();
    assertThat(outcome.isPending()).isFalse();
    assertThat(raced.answerToCancel()).isEqualTo(outcome);
    assertThat(raced.waiter().answer()).contains(outcome);
    if (outcome.state() == TimerState.ELAPSED) {
      assertThat(outcome.decidedAt()).isAfterOrEqualTo(outcome.deadline());
      assertThat(raced.waiter().answeredAt()).isAfterOrEqualTo(outcome.deadline());
    }
  }
}
