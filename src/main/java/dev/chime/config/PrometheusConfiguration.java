package dev.chime.config;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How meters are called in Prometheus. */
@Configuration(proxyBeanMethods = false)
class PrometheusConfiguration {

  /**
   * Keeps a counter of things created from losing its name: the convention strips the suffix {@code
   * _created} because OpenMetrics uses it for time stamps, and {@code chime_timers_total} would be
   * all that is left.
   */
  @Bean
  MeterRegistryCustomizer<PrometheusMeterRegistry> createdIsAName() {
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
