package dev.chime.config;

import dev.chime.async.Spawner;
import dev.chime.async.time.TimerDriver;
import dev.chime.schedule.ScheduleStore;
import dev.chime.schedule.service.ScheduleService;
import dev.chime.store.JdbcTimerStore;
import dev.chime.timer.service.ClusterNews;
import dev.chime.timer.service.TimerService;
import java.time.Duration;
import java.time.Instant;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Schedules, and who is told of their occurrences. */
@Configuration(proxyBeanMethods = false)
class ScheduleConfiguration {

  /** How often to look for schedules that have not gone on, where nobody else has made outcomes. */
  private static final Duration ALONE = Duration.ofMinutes(1);

  /** How often to do so where a node of an older version may have made some. */
  private static final Duration AMONG_OTHERS = Duration.ofSeconds(5);

  @Bean
  ScheduleStore scheduleStore(JdbcTimerStore store) {
    return store.schedules();
  }

  @Bean(destroyMethod = "close")
  ScheduleService scheduleService(
      ScheduleStore store,
      TimerService timers,
      TimerDriver driver,
      Spawner spawner,
      DatabaseProperties database,
      ScheduleMetrics metrics) {
    return new ScheduleService(
        store, timers, driver, spawner, database.address() == null ? ALONE : AMONG_OTHERS, metrics);
  }

  /** For occurrences that were made before this, the lookahead goes back. */
  @Bean
  SmartInitializingSingleton scheduleNews(
      JdbcTimerStore store, ClusterNews cluster, TimerService timers, ScheduleService service) {
    return () -> {
      Instant unheard = store.onSchedules(service);
      if (unheard != null) {
        timers.storeChanges().madeUnheard(unheard);
      }
      cluster.onExternalInserts(service::externalInserts);
    };
  }
}
