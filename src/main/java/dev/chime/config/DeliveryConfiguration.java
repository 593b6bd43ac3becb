package dev.chime.config;

import dev.chime.async.JoinHandle;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerDriver;
import dev.chime.async.time.TimerFuture;
import dev.chime.delivery.DeliveryListener;
import dev.chime.delivery.DeliveryRetention;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.pull.QueueService;
import dev.chime.delivery.push.PushService;
import dev.chime.store.JdbcTimerStore;
import dev.chime.timer.service.ClusterNews;
import dev.chime.timer.service.ServiceClock;
import dev.chime.timer.service.TimerService;
import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The deliveries, the queues from which they are claimed, and who is told of them. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

  @Bean
  DeliveryStore deliveryStore(JdbcTimerStore store) {
    return store.deliveries();
  }

  /** Those who wait for timers and those who wait for deliveries share limits and shutdown. */
  @Bean
  QueueService queueService(
      ServiceClock clock,
      TimerDriver driver,
      Spawner spawner,
      DeliveryStore store,
      TimerService timers) {
    return new QueueService(clock, driver, spawner, store, timers.waiters());
  }

  /** Deletes deliveries that have ended as long ago as outcomes are kept. */
  @Bean(destroyMethod = "cancel")
  JoinHandle<Unit> deliveryRetention(
      DeliveryStore store,
      ServiceClock clock,
      TimerDriver driver,
      Spawner spawner,
      ChimeProperties properties) {
    return spawner.spawn(
        new DeliveryRetention(
            store, clock, properties.retention(), pause -> TimerFuture.after(driver, pause)));
  }

  /** Says how many are dead. That is for people to look at: the service is well. */
  @Bean
  HealthIndicator deliveriesHealthIndicator(DeliveryMetrics metrics) {
    return () -> Health.up().withDetail("dead", metrics.count(DeliveryState.DEAD)).build();
  }

  /** Has the store tell all listeners. Nobody claims before that. */
  @Bean
  SmartInitializingSingleton deliveryNews(
      JdbcTimerStore store,
      ClusterNews cluster,
      QueueService queues,
      PushService push,
      List<DeliveryListener> listeners) {
    return () -> {
      store.onAvailable((lane, at) -> listeners.forEach(listener -> listener.available(lane, at)));
      push.start();
      cluster.onMissed(
          () -> {
            queues.recheck();
            push.recheck();
          });
    };
  }
}
