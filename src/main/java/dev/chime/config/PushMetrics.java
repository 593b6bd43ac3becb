package dev.chime.config;

import dev.chime.delivery.Lane;
import dev.chime.delivery.push.PushListener;
import dev.chime.timer.Destination;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Metrics of attempts, by outcome and endpoint. Only the first endpoints have a label of their own.
 */
@Component
class PushMetrics implements PushListener {

  private static final int MOST_ENDPOINTS = 100;
  private static final String OTHERS = "other";

  /** Few, because each endpoint has them three times. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(200),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofSeconds(60)
  };

  private final MeterRegistry registry;
  private final Set<String> endpoints = ConcurrentHashMap.newKeySet();

  PushMetrics(MeterRegistry registry) {
    this.registry = registry;
    register(OTHERS);
  }

  /**
   * Makes the timers of all outcomes at once: of a counter that begins with the first failure,
   * Prometheus cannot tell that it has grown.
   */
  private void register(String endpoint) {
    for (Outcome outcome : Outcome.values()) {
      timer(endpoint, outcome);
    }
  }

  @Override
  public void attempted(Lane lane, Outcome outcome, Duration took) {
    timer(label(lane), outcome).record(took);
  }

  private Timer timer(String endpoint, Outcome outcome) {
    return Timer.builder("chime.delivery.attempts")
        .description("Calls of endpoints, by what came of them")
        .tag("endpoint", endpoint)
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private String label(Lane lane) {
    if (!(lane.destination() instanceof Destination.Endpoint(String name))) {
      return OTHERS;
    }
    String label = lane.namespace() + "/" + name;
    if (endpoints.contains(label)) {
      return label;
    }
    if (endpoints.size() < MOST_ENDPOINTS && endpoints.add(label)) {
      register(label);
      return label;
    }
    return OTHERS;
  }
}
