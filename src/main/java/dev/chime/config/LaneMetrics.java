package dev.chime.config;

import dev.chime.delivery.DeliveryListener;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Lane;
import dev.chime.timer.service.ServiceClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Metrics of endpoints and queues: how many deliveries each has to make, and for how long the
 * oldest of all has been waiting. Only the first endpoints and queues have a label of their own.
 */
@Component
class LaneMetrics implements DeliveryListener {

  private static final String ALL = "all";
  private static final int MOST_LANES = 100;

  /** More than this are not counted one by one at each scrape. */
  private static final long MOST_COUNTED = 10_000;

  private final DeliveryStore store;
  private final ServiceClock clock;
  private final MeterRegistry registry;
  private final Set<Lane> lanes = ConcurrentHashMap.newKeySet();

  LaneMetrics(DeliveryStore store, ServiceClock clock, MeterRegistry registry) {
    this.store = store;
    this.clock = clock;
    this.registry = registry;
    Gauge.builder("chime.deliveries.oldest", this, LaneMetrics::oldestSeconds)
        .description("For how long the oldest delivery that could be made has been waiting")
        .baseUnit("seconds")
        .register(registry);
    register(ALL, this::total);
  }

  @Override
  public void available(Lane lane, Instant at) {
    if (!lanes.contains(lane) && lanes.size() < MOST_LANES && lanes.add(lane)) {
      register(lane.namespace() + "/" + lane.destination().text(), () -> depth(lane));
    }
  }

  private void register(String destination, Supplier<Number> depth) {
    Gauge.builder("chime.deliveries.open", depth)
        .tag("destination", destination)
        .description("Deliveries that are not made, of an endpoint or a queue up to 10,000")
        .register(registry);
  }

  private double total() {
    return StoreReading.of(
        store.counts(),
        counts ->
            counts.getOrDefault(DeliveryState.PENDING, 0L)
                + counts.getOrDefault(DeliveryState.LEASED, 0L));
  }

  private double depth(Lane lane) {
    return StoreReading.of(store.depth(lane, MOST_COUNTED), Long::doubleValue);
  }

  private double oldestSeconds() {
    return StoreReading.of(store.openLanes(), open -> seconds(open.values()));
  }

  private double seconds(Collection<Instant> available) {
    Instant now = clock.instant();
    return available.stream()
        .min(Comparator.naturalOrder())
        .filter(now::isAfter)
        .map(oldest -> Duration.between(oldest, now).toNanos() / 1e9)
        .orElse(0.0);
  }
}
