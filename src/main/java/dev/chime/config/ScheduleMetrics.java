package dev.chime.config;

import dev.chime.schedule.Missed;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleListener;
import dev.chime.schedule.ScheduleState;
import dev.chime.schedule.ScheduleStore;
import dev.chime.timer.Timer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts schedules, and what they do. Thread-safe. */
@Component
class ScheduleMetrics implements ScheduleListener {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofSeconds(10)
  };

  private final Counter made;
  private final io.micrometer.core.instrument.Timer gap;
  private final Counter cut;
  private final Map<Missed, Counter> missed = new EnumMap<>(Missed.class);

  ScheduleMetrics(ScheduleStore store, MeterRegistry registry) {
    this.made =
        Counter.builder("chime.schedules.occurrences")
            .description("Occurrences that this process has made")
            .register(registry);
    this.gap =
        io.micrometer.core.instrument.Timer.builder("chime.schedules.gap")
            .description("How long after the outcome of one occurrence the next one was made")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    this.cut =
        Counter.builder("chime.schedules.cut")
            .description("How often more instants were missed than may be made up for")
            .register(registry);
    for (Missed rule : Missed.values()) {
      missed.put(
          rule,
          Counter.builder("chime.schedules.missed")
              .tag("rule", rule.name().toLowerCase(Locale.ROOT))
              .description("Instants that have passed without occurrences of their own")
              .register(registry));
    }
    for (ScheduleState state : ScheduleState.values()) {
      Gauge.builder("chime.schedules", store, counted -> count(counted, state))
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .description("Schedules in the store")
          .register(registry);
    }
  }

  private static double count(ScheduleStore store, ScheduleState state) {
    return StoreReading.of(store.counts(), counts -> counts.getOrDefault(state, 0L));
  }

  @Override
  public void made(Timer occurrence, Duration since) {
    made.increment();
    gap.record(since);
  }

  @Override
  public void missed(Schedule schedule, long instants, boolean isCut) {
    Counter counter = missed.get(schedule.settings().missed());
    if (counter != null) {
      counter.increment((double) instants);
    }
    if (isCut) {
      cut.increment();
    }
  }
}
