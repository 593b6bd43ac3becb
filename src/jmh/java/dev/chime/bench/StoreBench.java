package dev.chime.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.chime.async.Context;
import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.Waker;
import dev.chime.store.JdbcTimerStore;
import dev.chime.store.StoreLimits;
import dev.chime.store.commit.CommitListener;
import dev.chime.timer.Creation;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.service.TimerEvents;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Program: durable creates in the embedded store, without HTTP: by one caller after the other, by
 * 64 callers at a time, and in batches of 1,000; then Redis, where it is installed.
 *
 * <p>Argument, optional: the seconds of each part, ten unless told.
 */
public final class StoreBench {

  private static final PrintStream OUT = System.out;
  private static final int SECONDS = 10;
  private static final int CALLERS = 64;
  private static final int BATCH = 1_000;
  private static final int EVENTS = 10_000;
  private static final long EVENT_BYTES = 16L << 20;
  private static final String PAYLOAD = "\"" + "x".repeat(98) + "\"";

  private final NoArgGenerator uuids = Generators.timeBasedEpochGenerator();
  private final LongAdder commits = new LongAdder();
  private final JdbcTimerStore store;
  private final Duration time;

  private StoreBench(StoreLimits limits, Path folder, Duration time) {
    this.time = time;
    store =
        JdbcTimerStore.open(
            folder,
            limits,
            new CommitListener() {
              @Override
              public void committed(int commands, Duration took) {
                commits.increment();
              }

              @Override
              public void failed() {
                throw new IllegalStateException("the store failed");
              }
            },
            new TimerEvents(EVENTS, EVENT_BYTES, 1)); // as in the server
  }

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(ProgramArguments.of(arguments).number(0, SECONDS));
    Path folder = Files.createTempDirectory(Path.of("target"), "store-bench");
    StoreLimits limits = new StoreLimits(16_384, Long.MAX_VALUE, namespace -> Long.MAX_VALUE, 0);
    StoreBench bench = new StoreBench(limits, folder, time);
    try {
      OUT.println(Machine.describe(List.of(Machine.flags())));
      bench.callers("warm-up, " + CALLERS + " callers", CALLERS);
      bench.callers("one caller", 1);
      bench.callers(CALLERS + " callers", CALLERS);
      bench.batches();
      RedisPeer.run(folder);
    } finally {
      bench.store.close();
      delete(folder);
    }
  }

  private void callers(String name, int count) throws InterruptedException {
    List<Histogram> latencies = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    long before = commits.sum();
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      Histogram mine = new Histogram(3);
      latencies.add(mine);
      threads.add(Thread.ofVirtual().start(() -> createUntil(start + time.toNanos(), mine)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Histogram all = new Histogram(3);
    latencies.forEach(all::add);
    report(name, all.getTotalCount(), System.nanoTime() - start, commits.sum() - before);
    OUT.printf(
        "  a create takes: p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms%n",
        all.getValueAtPercentile(50) / 1e6,
        all.getValueAtPercentile(99) / 1e6,
        all.getValueAtPercentile(99.9) / 1e6);
  }

  private void createUntil(long end, Histogram latency) {
    try {
      for (long begin = System.nanoTime(); begin < end; ) {
        Executor.blockOn(store.create(timer(), null));
        long now = System.nanoTime();
        latency.recordValue(now - begin);
        begin = now;
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void batches() throws InterruptedException {
    long before = commits.sum();
    long start = System.nanoTime();
    long count = 0;
    List<Future<Creation>> waiting = new ArrayList<>();
    while (System.nanoTime() - start < time.toNanos()) {
      List<Future<Creation>> batch = new ArrayList<>(BATCH);
      for (int i = 0; i < BATCH; i++) {
        Future<Creation> creation = store.create(timer(), null);
        creation.poll(Context.from(Waker.noop()));
        batch.add(creation);
      }
      for (Future<Creation> each : waiting) { // so that one batch is prepared while one is written
        Executor.blockOn(each);
      }
      waiting = batch;
      count += BATCH;
    }
    for (Future<Creation> each : waiting) {
      Executor.blockOn(each);
    }
    report("batches of " + BATCH, count, System.nanoTime() - start, commits.sum() - before);
  }

  private static void report(String name, long creates, long nanos, long transactions) {
    OUT.printf(
        "%s: %,.0f creates/s, %,.0f fsyncs/s, %.1f creates per fsync%n",
        name,
        creates / (nanos / 1e9),
        transactions / (nanos / 1e9),
        (double) creates / transactions);
  }

  private Timer timer() {
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    return Timer.create(
        new TimerId(Namespace.DEFAULT, uuids.generate().toString()),
        new TimerDraft(new Due.After(Duration.ofHours(1)), null, PAYLOAD, Map.of()),
        now);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
