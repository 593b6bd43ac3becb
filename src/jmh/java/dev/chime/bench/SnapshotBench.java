package dev.chime.bench;

import dev.chime.async.Executor;
import dev.chime.store.EmbeddedSnapshots;
import dev.chime.store.JdbcTimerStore;
import dev.chime.store.SnapshotListener;
import dev.chime.store.StoreLimits;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Snapshot;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Program: what clients notice of a snapshot. A thousand timers are created each second, each at
 * its own time whatever became of those before it, and their latency is measured from that time: in
 * turns alone, and while a snapshot is made. Also the longest write-ahead log.
 *
 * <p>Arguments: the number of timers stored before, a million unless told; the creates a second;
 * the seconds of each phase alone.
 */
public final class SnapshotBench {

  private static final String PAYLOAD = "\"" + "x".repeat(98) + "\"";
  private static final int SNAPSHOTS = 3;
  private static final double MICROS_IN_A_MILLI = 1_000;

  private static final SnapshotListener SILENT =
      new SnapshotListener() {
        @Override
        public void saved() {}

        @Override
        public void failed() {}

        @Override
        public void refused() {}

        @Override
        public void newest(Instant takenAt, long bytes) {}
      };

  private final Path data;
  private final long interval;
  private final AtomicReference<Histogram> latency =
      new AtomicReference<>(new ConcurrentHistogram(3));
  private volatile boolean ends;
  private volatile long longestLog;

  private SnapshotBench(Path data, int rate) {
    this.data = data;
    this.interval = TimeUnit.SECONDS.toNanos(1) / rate;
  }

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ProgramArguments numbers = ProgramArguments.of(arguments);
    Path folder = Files.createTempDirectory(Path.of("target"), "snapshot-bench");
    Path data = folder.resolve("data");
    String count = String.valueOf(numbers.number(0, 1_000_000));
    FillStore.main(new String[] {data.toString(), count, "0"});
    new SnapshotBench(data, numbers.number(1, 1_000))
        .run(folder.resolve("snapshots"), Duration.ofSeconds(numbers.number(2, 20)));
  }

  private void run(Path snapshots, Duration first) throws IOException, InterruptedException {
    try (JdbcTimerStore store =
            JdbcTimerStore.open(
                data,
                new StoreLimits(16_384, Long.MAX_VALUE, any -> Long.MAX_VALUE, 0),
                new FillStore.Silent(),
                changes -> {});
        EmbeddedSnapshots maker =
            new EmbeddedSnapshots(
                store, new EmbeddedSnapshots.Settings(data, snapshots, Duration.ZERO, 1), SILENT)) {
      Thread creating = Thread.ofPlatform().start(() -> create(store));
      Thread watching = Thread.ofPlatform().start(this::watch);
      Thread.sleep(first); // to warm up
      phase("");
      for (int i = 0; i < SNAPSHOTS; i++) {
        Thread.sleep(first);
        phase("alone");
        long start = System.nanoTime();
        Snapshot snapshot = maker.save();
        phase(
            "while a snapshot of %,d MB is made, in %,d ms"
                .formatted(
                    snapshot.bytes() >> 20,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
      }
      ends = true;
      creating.join();
      watching.join();
    }
  }

  /** Prints what was measured since the last phase. */
  private void phase(String name) throws IOException {
    Histogram measured = latency.getAndSet(new ConcurrentHistogram(3));
    long log = longestLog;
    longestLog = 0;
    if (!name.isEmpty()) {
      System.out.printf(
          "%-60s %,7d creates: p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms; log %d MB%n",
          name,
          measured.getTotalCount(),
          measured.getValueAtPercentile(50) / MICROS_IN_A_MILLI,
          measured.getValueAtPercentile(99) / MICROS_IN_A_MILLI,
          measured.getValueAtPercentile(99.9) / MICROS_IN_A_MILLI,
          measured.getMaxValue() / MICROS_IN_A_MILLI,
          log >> 20);
    }
  }

  private void create(JdbcTimerStore store) {
    long next = System.nanoTime();
    while (!ends) {
      next += interval;
      LockSupport.parkNanos(next - System.nanoTime());
      long due = next;
      Thread.startVirtualThread(() -> createOne(store, due));
    }
  }

  private void createOne(JdbcTimerStore store, long due) {
    Timer timer =
        Timer.create(
            new TimerId(Namespace.DEFAULT, UUID.randomUUID().toString()), // on any page
            new TimerDraft(new Due.After(Duration.ofDays(1)), null, PAYLOAD, Map.of()),
            Instant.ofEpochMilli(System.currentTimeMillis()));
    try {
      Executor.blockOn(store.create(timer, null));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    latency.get().recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due)));
  }

  private void watch() {
    while (!ends) {
      longestLog = Math.max(longestLog, data.resolve("chime.db-wal").toFile().length());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
