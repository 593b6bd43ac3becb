package dev.chime.timer.service;

import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.Spawner;
import dev.chime.async.time.Ticker;
import dev.chime.async.time.WheelTimerDriver;
import dev.chime.store.InMemoryTimerStore;
import dev.chime.store.JdbcTimerStore;
import dev.chime.store.StoreLimits;
import dev.chime.store.commit.CommitListener;
import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two clients who reschedule and cancel one timer when it is just about to elapse, on real threads
 * in real time.
 */
@Timeout(120)
class OutcomeRaceTest {

  private static final int TIMERS_PER_ROUND = 20;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A timer, what its two clients were answered, and who waited. */
  private record Raced(Timer timer, Decision amend, Decision cancel, Waiter waiter, Waiter early) {}

  private final WheelTimerDriver driver = new WheelTimerDriver(Ticker.system());
  private final Executor executor = Executor.builder().shards(2).driver(driver::attach).build();
  private final Spawner spawner = executor.spawner();
  private final ServiceClock clock = new ServiceClock(driver.ticker(), Instant.now());
  private final CountingListener listener = new CountingListener();
  private final AtomicLong ids = new AtomicLong();

  @Test
  void everybodyAgreesOnEveryTimerInMemory() throws InterruptedException {
    race(new InMemoryTimerStore(), Duration.ofMillis(2), 300);
  }

  @Test
  void everybodyAgreesOnEveryTimerInSqlite(@TempDir Path folder) throws InterruptedException {
    StoreLimits roomy = new StoreLimits(16_384, Long.MAX_VALUE, namespace -> Long.MAX_VALUE, 0);
    CommitListener silent =
        new CommitListener() {
          @Override
          public void committed(int commands, Duration took) {}

          @Override
          public void failed() {
            throw new AssertionError("a transaction has failed");
          }
        };
    try (JdbcTimerStore store = JdbcTimerStore.open(folder, roomy, silent, changes -> {})) {
      race(store, Duration.ofMillis(20), 100);
    }
  }

  private void race(TimerStore store, Duration delay, int rounds) throws InterruptedException {
    TimerService service =
        new TimerService(
            NamespaceClocks.of(clock),
            driver,
            spawner,
            store,
            listener,
            new TimerEvents(16, 1 << 20, 1),
            WaiterLimits.NONE,
            namespace -> new TimerId(namespace, "timer-" + ids.incrementAndGet()));
    executor.start();
    ConcurrentLinkedQueue<Raced> all = new ConcurrentLinkedQueue<>();
    for (int round = 0; round < rounds; round++) {
      round(service, delay, all);
    }
    await().until(() -> service.waiting() == 0 && pending() == 0);

    assertThat(all).hasSize(rounds * TIMERS_PER_ROUND).allSatisfy(raced -> agree(service, raced));
    count(service, List.copyOf(all));
    await().untilAsserted(() -> assertThat(driver.armed()).containsExactly(0, 0));
    spawner.close();
    executor.close();
  }

  /** Timers of one deadline; each client comes up to a millisecond before it, or a bit later. */
  private void round(TimerService service, Duration delay, ConcurrentLinkedQueue<Raced> all)
      throws InterruptedException {
    Due due = new Due.At(clock.instant().plus(delay));
    List<Timer> timers =
        each(
                range(0, TIMERS_PER_ROUND).boxed().toList(),
                i -> service.create(Namespace.DEFAULT, ServiceRun.draft(due)))
            .stream()
            .map(creation -> ((Creation.Created) creation).timer())
            .toList();
    List<Waiter> waiters =
        timers.stream()
            .map(timer -> new Waiter(service, spawner, timer.id(), null, MINUTE))
            .toList();
    List<Waiter> early =
        timers.stream()
            .map(timer -> new Waiter(service, spawner, timer.id(), timer.version(), MINUTE))
            .toList();
    RandomGenerator random = RandomGenerator.getDefault();
    Instant deadline = timers.getFirst().deadline();
    List<Optional<Decision>> amends = new ArrayList<>();
    Thread amending =
        Thread.ofPlatform()
            .start(
                () -> {
                  spinUntil(deadline.plusNanos(random.nextInt(-1_000_000, 500_000)));
                  amends.addAll(each(timers, timer -> reschedule(service, timer, random)));
                });
    spinUntil(deadline.plusNanos(random.nextInt(-1_000_000, 2_000_000)));
    List<Optional<Decision>> cancels =
        each(timers, timer -> service.cancel(timer.id(), Precondition.NONE));
    amending.join();
    for (int i = 0; i < TIMERS_PER_ROUND; i++) {
      Decision amend = amends.get(i).orElseThrow();
      Decision cancel = cancels.get(i).orElseThrow();
      all.add(new Raced(timers.get(i), amend, cancel, waiters.get(i), early.get(i)));
    }
  }

  private static Future<Optional<Decision>> reschedule(
      TimerService service, Timer timer, RandomGenerator random) {
    Due due = new Due.After(Duration.ofNanos(random.nextInt(2_000_000)));
    return service.amend(timer.id(), new Amendment(due, null, null), Precondition.NONE);
  }

  /** What came of the same for each, all at once as far as the store can. */
  private static <T, R> List<R> each(List<T> those, Function<T, Future<R>> ask) {
    return Blocking.get(Future.joinAll(those.stream().map(ask).toList()));
  }

  private void spinUntil(Instant moment) {
    while (clock.instant().isBefore(moment)) {
      Thread.onSpinWait();
    }
  }

  private long pending() {
    return executor.stats().stream().mapToLong(stats -> stats.pending()).sum();
  }

  private static void agree(TimerService service, Raced raced) {
    Timer outcome = Blocking.get(service.find(raced.timer().id())).orElseThrow();
    assertThat(raced.cancel().timer()).isEqualTo(outcome); // a cancel is answered with the outcome
    assertThat(raced.cancel() instanceof Decision.Changed)
        .isEqualTo(outcome.state() == TimerState.CANCELLED);
    assertThat(raced.waiter().answer()).contains(outcome);

    boolean amended = raced.amend() instanceof Decision.Changed;
    Timer before = amended ? raced.amend().timer() : raced.timer();
    assertThat(outcome.deadline()).isEqualTo(before.deadline());
    assertThat(outcome.version()).isEqualTo(before.version() + 1);
    assertThat(raced.amend().timer()).isEqualTo(amended ? before : outcome);
    assertThat(raced.early().timer()).isIn(before, outcome);
    assertThat(raced.early().timer().version()).isGreaterThan(raced.timer().version());
    if (outcome.state() == TimerState.ELAPSED) {
      assertThat(outcome.decidedAt()).isAfterOrEqualTo(outcome.deadline());
      assertThat(raced.waiter().answeredAt()).isAfterOrEqualTo(outcome.deadline());
    }
  }

  private void count(TimerService service, List<Raced> all) {
    long cancelled =
        all.stream().filter(raced -> raced.cancel() instanceof Decision.Changed).count();
    long amended = all.stream().filter(raced -> raced.amend() instanceof Decision.Changed).count();
    assertThat(cancelled).isStrictlyBetween(0L, (long) all.size()); // or there was no race
    assertThat(amended).isStrictlyBetween(0L, (long) all.size());
    assertThat(listener.created.sum()).isEqualTo(all.size());
    assertThat(listener.cancelled.sum()).isEqualTo(cancelled);
    assertThat(listener.amended.sum()).isEqualTo(amended);
    assertThat(listener.elapsed.sum()).isEqualTo(all.size() - cancelled);
    assertThat(service.waiting()).isZero();
  }
}
