package dev.chime.timer.service;

import dev.chime.async.Executor;
import dev.chime.async.Poll;
import dev.chime.async.ShardStats;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerFuture;
import dev.chime.async.time.VirtualTicker;
import dev.chime.async.time.WheelTimerDriver;
import dev.chime.store.InMemoryTimerStore;
import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A timer service in virtual time, run from its beginning to its end on the calling thread. What is
 * to happen in between is said beforehand, with {@link #at}.
 */
final class ServiceRun {

  static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  static final ServiceSettings SETTINGS =
      new ServiceSettings(
          Duration.ofMinutes(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofHours(1));
  private static final Duration LONG_ENOUGH = Duration.ofDays(1);

  final RecordingListener listener = new RecordingListener();
  final VirtualTicker ticker = VirtualTicker.autoAdvancing(0);
  final WheelTimerDriver driver = new WheelTimerDriver(ticker);
  final ServiceClock clock;
  final TimerStore store;
  final TimerService service;
  private final Executor executor;
  private final Spawner spawner;
  private @Nullable FutureTask<Integer> starting;
  private @Nullable Throwable failure;

  ServiceRun() {
    this(new TimerEvents(1024, 1 << 20, 1));
  }

  private ServiceRun(TimerEvents events) {
    this(new InMemoryTimerStore(events), START, 1_000_000, events, WaiterLimits.NONE);
  }

  ServiceRun(TimerStore store) {
    this(store, START, 1_000_000);
  }

  ServiceRun(WaiterLimits limits) {
    this(new InMemoryTimerStore(), START, 1_000_000, new TimerEvents(1, 1, 1), limits);
  }

  ServiceRun(TimerStore store, WaiterLimits limits) {
    this(store, START, 1_000_000, new TimerEvents(1, 1, 1), limits);
  }

  ServiceRun(TimerStore store, Instant start, int capacity) {
    this(store, start, capacity, new TimerEvents(1, 1, 1), WaiterLimits.NONE);
  }

  private ServiceRun(
      TimerStore store, Instant start, int capacity, TimerEvents events, WaiterLimits limits) {
    this.store = store;
    clock = new ServiceClock(ticker, start);
    executor = Executor.builder().capacity(capacity).driver(driver::attach).build();
    spawner = executor.spawner();
    AtomicLong ids = new AtomicLong();
    service =
        new TimerService(
            NamespaceClocks.of(clock),
            driver,
            spawner,
            store,
            listener,
            events,
            limits,
            namespace -> new TimerId(namespace, "timer-" + ids.incrementAndGet()));
  }

  Spawner spawner() {
    return spawner;
  }

  /** Has something happen on the shard, so long after the start. */
  void at(Duration time, Runnable action) {
    spawner.spawn(
        TimerFuture.after(driver, time)
            .map(
                done -> {
                  try {
                    action.run();
                  } catch (Throwable thrown) {
                    failure = thrown; // the test's, not the task's
                  }
                  return done;
                }));
  }

  static TimerDraft draft(Due due) {
    return new TimerDraft(due, null, null, Map.of());
  }

  /** A new timer that elapses so long from now. */
  Timer create(Duration delay) {
    return create(new Due.After(delay));
  }

  Timer create(Due due) {
    return ((Creation.Created) create(draft(due), null)).timer();
  }

  Creation create(TimerDraft draft, @Nullable IdempotencyKey key) {
    return Blocking.get(
        key == null
            ? service.create(Namespace.DEFAULT, draft)
            : service.create(draft, key, Duration.ZERO));
  }

  Waiter await(TimerId id, Duration wait) {
    return await(id, null, wait);
  }

  Waiter await(TimerId id, @Nullable Long seenVersion, Duration wait) {
    return new Waiter(service, spawner, id, seenVersion, wait);
  }

  /** The timer as it now stands. */
  Timer find(TimerId id) {
    return Blocking.get(service.find(id)).orElseThrow();
  }

  /** Cancels the timer; it must exist. */
  Timer cancel(TimerId id) {
    return Blocking.get(service.cancel(id, Precondition.NONE)).orElseThrow().timer();
  }

  /** Changes the timer, which must be pending. */
  Timer amend(TimerId id, Amendment amendment) {
    Decision decision = Blocking.get(service.amend(id, amendment, Precondition.NONE)).orElseThrow();
    return ((Decision.Changed) decision).timer();
  }

  /** Has the timer, which must be pending, elapse so long from now. */
  Timer reschedule(TimerId id, Duration delay) {
    return amend(id, new Amendment(new Due.After(delay), null, null));
  }

  /** Starts the lookahead alone. */
  Lookahead lookAhead(Duration window) {
    Lookahead lookahead = service.live.lookahead(window);
    spawner.spawn(lookahead);
    return lookahead;
  }

  /** Starts the watchdog alone. */
  void watch(Duration bound) {
    spawner.spawn(new Watchdog(service.live, bound));
  }

  /** Starts the service over a store of its own. */
  void start() {
    start(null);
  }

  /** Starts the service once the shard runs, and has time stand still meanwhile. */
  void start(@Nullable ClusterNews cluster) {
    FutureTask<Integer> task = new FutureTask<>(() -> service.start(SETTINGS, cluster));
    starting = task;
    Thread.ofVirtual().start(task);
    spawner.spawn(
        context -> {
          if (task.isDone()) {
            return Unit.ready();
          }
          context.waker().wake(); // whose tasks are never idle, its time does not go on
          return Poll.pending();
        });
  }

  /** How many timers were due at the start. */
  int recovered() {
    if (starting == null) {
      throw new AssertionError("not started");
    }
    try {
      return starting.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("not started", e);
    }
  }

  /** The entries in the wheel. */
  int armed() {
    return driver.armed().getFirst();
  }

  ShardStats stats() {
    return executor.stats().getFirst();
  }

  /** Runs until all is done, but at most for a day. */
  void run() {
    run(LONG_ENOUGH);
  }

  /** Runs until then, and drops what is not done by then. */
  void run(Duration until) {
    at(until, executor::close);
    executor.run();
    if (starting != null) {
      recovered(); // or it has failed
    }
    if (failure != null) {
      throw new AssertionError(failure.getMessage(), failure);
    }
  }
}
