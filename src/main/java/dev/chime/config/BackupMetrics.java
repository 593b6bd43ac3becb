package dev.chime.config;

import dev.chime.store.SnapshotListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Metrics of snapshots. On a database with backups of its own they stay at zero. Thread-safe. */
@Component
class BackupMetrics implements SnapshotListener {

  private static final double MILLIS_IN_A_SECOND = 1_000;

  private final Counter saved;
  private final Counter failed;
  private final Counter refused;
  private volatile Instant takenAt = Instant.EPOCH;
  private volatile long bytes;

  BackupMetrics(BackupProperties properties, DatabaseProperties database, MeterRegistry registry) {
    saved = outcome("saved", registry);
    failed = outcome("failed", registry);
    refused = outcome("refused", registry);
    Gauge.builder(
            "chime.backup.last.success.timestamp",
            () -> takenAt.toEpochMilli() / MILLIS_IN_A_SECOND)
        .baseUnit("seconds")
        .description("When the newest snapshot in the folder was taken, in Unix time")
        .register(registry);
    double interval = database.address() == null ? properties.every().toSeconds() : 0;
    Gauge.builder("chime.backup.interval", () -> interval)
        .baseUnit("seconds")
        .description("How often a snapshot is made")
        .register(registry);
    Gauge.builder("chime.backup.size", () -> bytes)
        .baseUnit(BaseUnits.BYTES)
        .description("Size of the newest snapshot in the folder")
        .register(registry);
  }

  private static Counter outcome(String outcome, MeterRegistry registry) {
    return Counter.builder("chime.backups")
        .tag("outcome", outcome)
        .description("Snapshots that were asked for or due, by what became of them")
        .register(registry);
  }

  @Override
  public void saved() {
    saved.increment();
  }

  @Override
  public void failed() {
    failed.increment();
  }

  @Override
  public void refused() {
    refused.increment();
  }

  @Override
  public void newest(Instant taken, long size) {
    takenAt = taken;
    bytes = size;
  }
}
