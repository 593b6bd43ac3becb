package dev.chime.delivery.pull;

import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.Spawner;
import dev.chime.async.time.TimerFuture;
import dev.chime.async.time.VirtualTicker;
import dev.chime.async.time.WheelTimerDriver;
import dev.chime.delivery.DelegatingDeliveryStore;
import dev.chime.delivery.Deliveries;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.InMemoryDeliveryStore;
import dev.chime.delivery.Lane;
import dev.chime.timer.StoreException;
import dev.chime.timer.service.ServiceClock;
import dev.chime.timer.service.WaiterLimits;
import dev.chime.timer.service.WaiterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Queues in virtual time, run from the beginning to the end on the calling thread. What is to
 * happen in between is said beforehand, with {@link #at}.
 */
final class QueueRun {

  static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  static final Duration LEASE = Duration.ofSeconds(30);

  final ServiceClock clock;
  final InMemoryDeliveryStore store;
  final QueueService queues;
  final WaiterRegistry waiters;
  final Spawner spawner;

  /** How often the store was asked for deliveries. */
  final AtomicInteger claims = new AtomicInteger();

  /** How long the store takes to answer a claim. */
  Duration latency = Duration.ZERO;

  boolean storeFails;

  private final WheelTimerDriver driver;
  private final Executor executor;
  private @Nullable Throwable failure;

  QueueRun() {
    this(WaiterLimits.NONE, true);
  }

  QueueRun(WaiterLimits limits, boolean hasNews) {
    VirtualTicker ticker = VirtualTicker.autoAdvancing(0);
    driver = new WheelTimerDriver(ticker);
    clock = new ServiceClock(ticker, START);
    executor = Executor.builder().driver(driver::attach).build();
    spawner = executor.spawner();
    waiters = new WaiterRegistry(limits);
    store = new InMemoryDeliveryStore((lane, at) -> tell(hasNews, lane, at));
    queues = new QueueService(clock, driver, spawner, new Slow(), waiters);
  }

  private void tell(boolean hasNews, Lane lane, Instant at) {
    if (hasNews) {
      queues.available(lane, at);
    }
  }

  private final class Slow extends DelegatingDeliveryStore {

    Slow() {
      super(store);
    }

    @Override
    public Future<Claim> claim(Lane lane, int max, Duration lease, Instant now) {
      claims.incrementAndGet();
      if (storeFails) {
        throw new StoreException("it is down", null);
      }
      Future<Claim> claim = super.claim(lane, max, lease, now);
      return latency.isZero()
          ? claim
          : claim.then(made -> TimerFuture.after(driver, latency).map(done -> made));
    }
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

  /** Has a timer elapse so long after the start. */
  void elapse(String id, Duration time) {
    at(time, () -> add(id, START.plus(time)));
  }

  /** Adds the delivery of a timer that was due at this time. */
  Delivery add(String id, Instant due) {
    return store.add(Deliveries.elapsed(Deliveries.LANE, id, due));
  }

  /** A worker who claims from now on, for at most so long. */
  Worker claim(int max, Duration wait) {
    return new Worker(this, max, wait);
  }

  /** Runs until all is done, but for a day at most. */
  void run() {
    at(Duration.ofDays(1), executor::close);
    executor.run();
    if (failure != null) {
      throw new AssertionError(failure.getMessage(), failure);
    }
  }
}
