package dev.chime.config;

import dev.chime.async.Executor;
import dev.chime.async.Spawner;
import dev.chime.async.time.Ticker;
import dev.chime.async.time.WheelTimerDriver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/**
 * The embedded executor: a wheel on each shard, running from the start to the end of the context.
 */
@Configuration(proxyBeanMethods = false)
class RuntimeConfiguration {

  @Bean
  Ticker ticker() {
    return Ticker.system();
  }

  @Bean
  WheelTimerDriver timerDriver(Ticker ticker) {
    return new WheelTimerDriver(ticker);
  }

  @Bean(destroyMethod = "close")
  @DependsOn("timerStore") // which is so closed after all that uses it
  Executor executor(ChimeProperties properties, WheelTimerDriver driver) {
    return Executor.builder()
        .shards(properties.executor().shardsOrDefault())
        .capacity(properties.executor().capacity())
        .driver(driver::attach)
        .build();
  }

  /**
   * Made before the executor starts, and closed after everything that spawns: it keeps it going.
   */
  @Bean(destroyMethod = "close")
  Spawner spawner(Executor executor) {
    Spawner spawner = executor.spawner();
    executor.start();
    return spawner;
  }
}
