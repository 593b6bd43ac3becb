package dev.chime.config;

import dev.chime.store.JdbcTimerStore;
import dev.chime.store.StoreFigures;
import dev.chime.store.StoredTimers;
import dev.chime.timer.TimerStore;
import dev.chime.timer.service.ServiceClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/**
 * Metrics of the timers in the store. They come from counts that the store keeps; the oldest
 * overdue timer is read from the database.
 */
@Component
class StoredTimersMetrics implements MeterBinder {

  private final JdbcTimerStore store;
  private final ServiceClock clock;

  StoredTimersMetrics(JdbcTimerStore store, ServiceClock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge("pending", StoredTimers::pending, registry);
    gauge("elapsed", StoredTimers::elapsed, registry);
    gauge("cancelled", StoredTimers::cancelled, registry);
    gauge("skipped", StoredTimers::skipped, registry);
    Gauge.builder("chime.clock.offset", store, StoredTimersMetrics::clockOffset)
        .description("How far the system's clock is ahead of the clock that the service uses")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("chime.store.queue", store.figures(), StoreFigures::queued)
        .description("Requests that wait to be written")
        .register(registry);
    Gauge.builder("chime.store.queue.used", store.figures(), StoreFigures::queueUsed)
        .description("Part of the room for new timers that is taken in the fullest queue")
        .register(registry);
    Gauge.builder("chime.store.transaction.age", store.figures(), StoredTimersMetrics::ageSeconds)
        .description("How long the transaction that is being written has taken so far")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("chime.timers.overdue", this, StoredTimersMetrics::overdueSeconds)
        .description("How long the oldest timer that is due has been waiting for its outcome")
        .baseUnit("seconds")
        .register(registry);
  }

  private void gauge(String state, ToDoubleFunction<StoredTimers> count, MeterRegistry registry) {
    Gauge.builder(
            "chime.timers.stored", store.figures(), s -> count.applyAsDouble(s.storedTimers()))
        .tag("state", state)
        .description("Timers in the store")
        .register(registry);
  }

  private static double clockOffset(JdbcTimerStore store) {
    return Duration.between(store.now(), Instant.now()).toNanos() / 1e9;
  }

  private static double ageSeconds(StoreFigures figures) {
    return figures.transactionAge().toNanos() / 1e9;
  }

  private double overdueSeconds() {
    Instant now = clock.instant();
    return StoreReading.of(
        store.pending(TimerStore.BEGINNING, null, now, 1),
        first ->
            first.isEmpty()
                ? 0
                : Duration.between(first.getFirst().deadline(), now).toNanos() / 1e9);
  }
}
