package dev.chime.config;

import dev.chime.store.commit.CommitListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;

/** Metrics of the store's transactions. */
@Component
class StoreMetrics implements CommitListener {

  /** Bounds of the histogram's buckets: 1, 2 and 5 of each decade from 100 µs to 5 s. */
  private static final Duration[] COMMIT_BUCKETS =
      LongStream.of(100, 1_000, 10_000, 100_000, 1_000_000)
          .flatMap(micros -> LongStream.of(micros, 2 * micros, 5 * micros))
          .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
          .toArray(Duration[]::new);

  private final DistributionSummary batch;
  private final Timer commit;
  private final Counter errors;

  StoreMetrics(MeterRegistry registry) {
    batch =
        DistributionSummary.builder("chime.store.commit.batch")
            .description("Requests that one transaction answered")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
            .register(registry);
    commit =
        Timer.builder("chime.store.commit")
            .description("Time that a transaction took, fsync included")
            .serviceLevelObjectives(COMMIT_BUCKETS)
            .register(registry);
    errors =
        Counter.builder("chime.store.errors")
            .description("Transactions and reads that failed")
            .register(registry);
  }

  @Override
  public void committed(int commands, Duration took) {
    batch.record(commands);
    commit.record(took);
  }

  @Override
  public void failed() {
    errors.increment();
  }
}
