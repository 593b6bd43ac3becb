package dev.chime.config;

import dev.chime.async.Executor;
import dev.chime.async.ShardStats;
import dev.chime.async.time.WheelTimerDriver;
import dev.chime.timer.service.TimerService;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToLongFunction;
import org.springframework.stereotype.Component;

/** Metrics of the executor, read from its own counters at each scrape. */
@Component
class ExecutorMetrics implements MeterBinder {

  private final Executor executor;
  private final WheelTimerDriver driver;
  private final TimerService timers;

  ExecutorMetrics(Executor executor, WheelTimerDriver driver, TimerService timers) {
    this.executor = executor;
    this.driver = driver;
    this.timers = timers;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("chime.tasks.pending", executor, e -> sum(e, ShardStats::pending))
        .description("Tasks that were spawned and have not ended: armed timers and parked requests")
        .register(registry);
    counter("woken", "Times a wake put a task back on its run queue", ShardStats::woken, registry);
    counter("polled", "Polls of tasks", ShardStats::polled, registry);
    counter("completed", "Tasks that ended with a value", ShardStats::completed, registry);
    counter("failed", "Tasks that ended by throwing", ShardStats::failed, registry);
    counter("cancelled", "Tasks dropped before their end", ShardStats::cancelled, registry);
    Gauge.builder("chime.timers.armed", driver, ExecutorMetrics::armed)
        .description("Entries in the timing wheels: armed timers and the ends of waits")
        .register(registry);
    Gauge.builder("chime.waiters", timers, TimerService::waiting)
        .description("Requests parked until their timer's outcome")
        .register(registry);
  }

  private void counter(
      String name, String description, ToLongFunction<ShardStats> count, MeterRegistry registry) {
    FunctionCounter.builder("chime.tasks." + name, executor, e -> sum(e, count))
        .description(description)
        .register(registry);
  }

  private static long sum(Executor executor, ToLongFunction<ShardStats> count) {
    return executor.stats().stream().mapToLong(count).sum();
  }

  private static int armed(WheelTimerDriver driver) {
    return driver.armed().stream().mapToInt(Integer::intValue).sum();
  }
}
