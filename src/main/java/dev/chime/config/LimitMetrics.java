package dev.chime.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** The limits of what the service takes, as metrics, so that alerts can tell how near they are. */
@Component
class LimitMetrics implements MeterBinder {

  private final ChimeProperties properties;

  LimitMetrics(ChimeProperties properties) {
    this.properties = properties;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("chime.waiters.limit", () -> properties.longPoll().maxParked())
        .description("The most requests that may wait")
        .register(registry);
    Gauge.builder("chime.timers.pending.limit", () -> properties.store().maxPending())
        .description("The most timers that may be pending")
        .register(registry);
  }
}
