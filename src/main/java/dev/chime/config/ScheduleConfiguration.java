package dev.chime.config;

import dev.chime.async.Spawner;
import dev.chime.async.time.TimerDriver;
import dev.chime.schedule.ScheduleStore;
import dev.chime.schedule.service.ScheduleService;
import dev.chime.store.JdbcTimerStore;
import dev.chime.timer.service.ClusterNews;
import dev.chime.timer.service.TimerService;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Schedules, and who is told of their occurrences. */
@Configuration(proxyBeanMethods = false)
class ScheduleConfiguration {

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
      ChimeProperties properties) {
    return new ScheduleService(store, timers, driver, spawner, properties.sweepInterval());
  }

  /** Occurrences that were made before this are found by the lookahead. */
  @Bean
  SmartInitializingSingleton scheduleNews(
      JdbcTimerStore store, ClusterNews cluster, ScheduleService service, ScheduleMetrics metrics) {
    return () -> {
      store.onSchedules(metrics);
      cluster.onExternalInserts(service::externalInserts);
    };
  }
}
