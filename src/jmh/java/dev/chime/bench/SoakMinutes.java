package dev.chime.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * What is measured in each minute of a soak. Lateness is recorded by one thread, minutes end on
 * another.
 */
final class SoakMinutes {

  private record Minute(double residentMegabytes, double p50, double p99) {}

  private static final PrintStream OUT = System.out;
  private static final int DIGITS = 3;
  private static final double MEGABYTE = 1 << 20;

  private final BenchServer server;
  private final Path folder;
  private final Recorder lateness = new Recorder(DIGITS);
  private final List<Minute> minutes = new ArrayList<>();
  private Duration cpu;
  private long nanos = System.nanoTime();
  private long early;

  SoakMinutes(BenchServer server, Path folder) {
    this.server = server;
    this.folder = folder;
    this.cpu = server.cpu();
  }

  /** A timer was answered so many microseconds after its deadline. */
  void answered(long micros) {
    if (micros < 0) {
      early++;
    }
    lateness.recordValue(Math.max(0, micros));
  }

  /** Ends a minute. */
  synchronized void end() {
    try {
      Histogram histogram = lateness.getIntervalHistogram();
      Map<String, Double> metrics = server.metrics();
      double resident = server.residentBytes() / MEGABYTE;
      double p50 = histogram.getValueAtPercentile(50) / 1e3;
      double p99 = histogram.getValueAtPercentile(99) / 1e3;
      minutes.add(new Minute(resident, p50, p99));
      OUT.printf(
          "minute %2d: %,7d answers, late by ms p50 %.1f, p99 %.1f, p99.9 %.1f, max %.1f; %.0f MB"
              + " resident, %.0f %% of a processor, %d threads, %d open files, %.0f waiters,"
              + " %.0f MB of files%n",
          minutes.size(),
          histogram.getTotalCount(),
          p50,
          p99,
          histogram.getValueAtPercentile(99.9) / 1e3,
          histogram.getMaxValue() / 1e3,
          resident,
          cpu(),
          server.threads(),
          server.openFiles(),
          metrics.get("chime_waiters"),
          bytes() / MEGABYTE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private double cpu() {
    Duration now = server.cpu();
    long time = System.nanoTime();
    double part = 100.0 * now.minus(cpu).toNanos() / (time - nanos);
    cpu = now;
    nanos = time;
    return part;
  }

  private long bytes() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** The last sixth of the time beside the second; the first is for warming up. */
  synchronized void tellDrift() {
    int sixth = minutes.size() / 6;
    if (sixth > 0) {
      tell("after a sixth", minutes.subList(sixth, 2 * sixth));
      tell("at the end", minutes.subList(minutes.size() - sixth, minutes.size()));
    }
    OUT.printf("%d answers before the deadline%n", early);
  }

  private static void tell(String when, List<Minute> minutes) {
    OUT.printf(
        "%s, mean of %d minutes: late by ms p50 %.2f, p99 %.2f; %.0f MB resident%n",
        when,
        minutes.size(),
        minutes.stream().mapToDouble(Minute::p50).average().orElseThrow(),
        minutes.stream().mapToDouble(Minute::p99).average().orElseThrow(),
        minutes.stream().mapToDouble(Minute::residentMegabytes).average().orElseThrow());
  }
}
