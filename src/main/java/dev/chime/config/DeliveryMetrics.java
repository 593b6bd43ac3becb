package dev.chime.config;

import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.pull.QueueService;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Metrics of the deliveries that are kept, and of those who wait for some. */
@Component
class DeliveryMetrics implements MeterBinder {

  private static final List<DeliveryState> STATES =
      List.of(DeliveryState.PENDING, DeliveryState.LEASED, DeliveryState.DEAD);

  private final DeliveryStore store;
  private final QueueService queues;

  DeliveryMetrics(DeliveryStore store, QueueService queues) {
    this.store = store;
    this.queues = queues;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (DeliveryState state : STATES) {
      Gauge.builder("chime.deliveries", this, metrics -> metrics.count(state))
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .description("Deliveries in the store that are not delivered")
          .register(registry);
    }
    Gauge.builder("chime.claims.parked", queues, QueueService::parked)
        .description("Claims that wait for a delivery")
        .register(registry);
  }

  /** How many deliveries are in a state; not a number if the store cannot say. */
  double count(DeliveryState state) {
    return StoreReading.of(store.counts(), counts -> counts.getOrDefault(state, 0L));
  }
}
