package dev.chime.config;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.chime.async.Spawner;
import dev.chime.async.time.Ticker;
import dev.chime.async.time.TimerDriver;
import dev.chime.store.InMemoryTimerStore;
import dev.chime.timer.Retention;
import dev.chime.timer.ServiceClock;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerListener;
import dev.chime.timer.TimerService;
import dev.chime.timer.TimerStore;
import dev.chime.web.WebLimits;
import java.time.Instant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The timer service and what it stands on. */
@Configuration(proxyBeanMethods = false)
class TimerConfiguration {

  @Bean
  ServiceClock serviceClock(Ticker ticker) {
    return new ServiceClock(ticker, Instant.now());
  }

  @Bean
  TimerStore timerStore() {
    return new InMemoryTimerStore();
  }

  @Bean
  TimerService timerService(
      ServiceClock clock,
      TimerDriver driver,
      Spawner spawner,
      TimerStore store,
      TimerListener listener,
      ChimeProperties properties) {
    spawner.spawn(new Retention(store, clock, driver, properties.retention()));
    NoArgGenerator uuids = Generators.timeBasedEpochGenerator(); // UUIDv7: ids in order of creation
    return new TimerService(
        clock, driver, spawner, store, listener, () -> new TimerId(uuids.generate().toString()));
  }

  @Bean
  WebLimits webLimits(ChimeProperties properties) {
    return new WebLimits(
        properties.longPoll().defaultWait(),
        properties.longPoll().maxWait(),
        Math.toIntExact(properties.payload().maxSize().toBytes()));
  }
}
