package dev.chime.config;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The names of meters in Prometheus. */
@Configuration(proxyBeanMethods = false)
class PrometheusConfiguration {

  /**
   * Keeps the name of the counter {@code chime.timers.created}. Micrometer's convention removes the
   * suffix {@code _created}, which OpenMetrics uses for time stamps; only {@code
   * chime_timers_total} would be left.
   */
  @Bean
  MeterRegistryCustomizer<PrometheusMeterRegistry> keepCreatedInNames() {
    return registry ->
        registry
            .config()
            .namingConvention(
                new PrometheusNamingConvention() {
                  @Override
                  public String name(String name, Meter.Type type, @Nullable String baseUnit) {
                    return type == Meter.Type.COUNTER && name.endsWith(".created")
                        ? name.replace('.', '_')
                        : super.name(name, type, baseUnit);
                  }
                });
  }
}
