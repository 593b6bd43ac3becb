package dev.chime.config;

import dev.chime.timer.service.TimerListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;

/** Metrics of what happens to timers, and of how late they are. */
@Component
class TimerMetrics implements TimerListener {

  /** Bounds of the histogram's buckets: 1, 2 and 5 of each decade from 100 µs to 10 s. */
  private static final Duration[] LATENESS_BUCKETS =
      LongStream.of(100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)
          .flatMap(micros -> LongStream.of(micros, 2 * micros, 5 * micros))
          .filter(micros -> micros <= 10_000_000)
          .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
          .toArray(Duration[]::new);

  private final Counter created;
  private final Counter elapsed;
  private final Counter cancelled;
  private final Counter skipped;
  private final Counter amended;
  private final Counter overdue;
  private final Counter swept;
  private final Timer lateness;

  TimerMetrics(MeterRegistry registry) {
    created = counter("chime.timers.created", "Timers accepted", registry);
    elapsed = counter("chime.timers.elapsed", "Timers that reached their deadline", registry);
    cancelled = counter("chime.timers.cancelled", "Timers cancelled in time", registry);
    skipped = counter("chime.timers.skipped", "Timers that came due too late", registry);
    amended = counter("chime.timers.amended", "Timers rescheduled or changed otherwise", registry);
    swept = counter("chime.timers.swept", "Timers that a sweep has elapsed", registry);
    overdue = counter("chime.timers.missed", "Timers found long after they were due", registry);
    lateness =
        Timer.builder("chime.timer.lateness")
            .description("Time from when a timer was due to when it elapsed")
            .serviceLevelObjectives(LATENESS_BUCKETS)
            .register(registry);
  }

  private static Counter counter(String name, String description, MeterRegistry registry) {
    return Counter.builder(name).description(description).register(registry);
  }

  @Override
  public void created(dev.chime.timer.Timer timer) {
    created.increment();
  }

  @Override
  public void elapsed(dev.chime.timer.Timer timer, Duration late) {
    elapsed.increment();
    lateness.record(late);
  }

  @Override
  public void skipped(dev.chime.timer.Timer timer) {
    skipped.increment();
  }

  @Override
  public void swept(dev.chime.timer.Timer timer) {
    swept.increment();
  }

  @Override
  public void amended(dev.chime.timer.Timer timer) {
    amended.increment();
  }

  @Override
  public void overdue(dev.chime.timer.Timer timer) {
    overdue.increment();
  }

  @Override
  public void cancelled(dev.chime.timer.Timer timer) {
    cancelled.increment();
  }
}
