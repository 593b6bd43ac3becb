package dev.chime.config;

import dev.chime.store.JdbcTimerStore;
import dev.chime.store.StoreLimits;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.timer.service.ClusterNews;
import dev.chime.timer.service.TimerEvents;
import dev.chime.web.access.Quotas;
import io.micrometer.core.instrument.Tags;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.micrometer.metrics.system.DiskSpaceMetricsBinder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The store, and the listeners that it informs of changes. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

  @Bean(destroyMethod = "close")
  JdbcTimerStore timerStore(
      ChimeProperties properties,
      DatabaseProperties database,
      Quotas quotas,
      StoreMetrics metrics,
      TimerEvents events,
      ClusterNews cluster) {
    ChimeProperties.Store store = properties.store();
    StoreLimits limits =
        new StoreLimits(
            store.queue(), store.maxPending(), quotas::maxPending, store.maxSize().toBytes());
    DatabaseAddress address = database.address();
    return address == null
        ? JdbcTimerStore.open(properties.dataFolder(), limits, metrics, events)
        : JdbcTimerStore.connect(
            address, properties.node(), limits, metrics, cluster, properties.events().maxCount());
  }

  @Bean
  TimerEvents timerEvents(ChimeProperties properties) {
    ChimeProperties.Events events = properties.events();
    return new TimerEvents(
        events.maxCount(), events.maxSize().toBytes(), System.currentTimeMillis());
  }

  @Bean
  ClusterNews clusterNews(TimerEvents events) {
    return new ClusterNews(events);
  }

  /**
   * Metrics of the disk that the timers are on. Spring Boot would measure that of the working
   * directory, which in the image is another one; with PostgreSQL it is as good as any.
   */
  @Bean
  DiskSpaceMetricsBinder diskSpaceMetrics(ChimeProperties properties, DatabaseProperties database) {
    Path measured = database.address() == null ? properties.dataFolder() : Path.of(".");
    return new DiskSpaceMetricsBinder(List.of(measured.toFile()), Tags.empty());
  }

  /** Is down while nothing can be written, or while changes of other processes do not arrive. */
  @Bean
  HealthIndicator storeHealthIndicator(JdbcTimerStore store) {
    return () -> {
      String problem = store.figures().problem();
      return problem == null
          ? Health.up().build()
          : Health.down().withDetail("trouble", problem).build();
    };
  }
}
