package dev.chime.config;

import dev.chime.async.Executor;
import dev.chime.async.Spawner;
import dev.chime.async.time.Ticker;
import dev.chime.async.time.WheelTimerDriver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** The async runtime: an executor with a timing wheel on each shard. */
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
  @DependsOn("timerStore") // so the store is closed after everything that uses it
  Executor executor(ChimeProperties properties, WheelTimerDriver driver) {
    return Executor.builder()
        .shards(properties.executor().shardsOrDefault())
        .capacity(properties.executor().capacity())
        .driver(driver::attach)
        .build();
  }

  /**
   * A spawner that keeps the executor running: it is made before the executor starts, and closed
   * after everything that spawns tasks.
   */
  @Bean(destroyMethod = "close")
  Spawner spawner(Executor executor) {
    Spawner spawner = executor.spawner();
    executor.start();
    return spawner;
  }
}
