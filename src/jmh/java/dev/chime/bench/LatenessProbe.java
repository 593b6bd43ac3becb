package dev.chime.bench;

import dev.chime.async.Executor;
import dev.chime.async.time.ThreadTimerDriver;
import dev.chime.async.time.Ticker;
import dev.chime.async.time.TimerDriver;
import dev.chime.async.time.WheelTimerDriver;
import java.io.PrintStream;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * One JVM's part of {@link LatenessHistogram} and {@link HeapPerTimer}. Arguments: the driver, the
 * number of timers, the seconds that their deadlines are spread over.
 */
final class LatenessProbe {

  private static final PrintStream OUT = System.out;

  private enum Drivers {
    WHEEL,
    THREADS
  }

  private LatenessProbe() {}

  /** Runs the probe. */
  public static void main(String[] arguments) throws InterruptedException {
    Drivers drivers = Drivers.valueOf(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    Duration spread = Duration.ofSeconds(Integer.parseInt(arguments[2]));
    Executor.Builder builder = Executor.builder().capacity(count);
    TimerDriver driver =
        switch (drivers) {
          case THREADS -> new ThreadTimerDriver(Ticker.system());
          case WHEEL -> {
            WheelTimerDriver wheels = new WheelTimerDriver(Ticker.system());
            builder.driver(wheels::attach);
            yield wheels;
          }
        };
    try (Executor executor = builder.build()) {
      report(drivers, count, new LatenessRun(executor, driver, count), spread);
    }
  }

  private static void report(Drivers drivers, int count, LatenessRun run, Duration spread)
      throws InterruptedException {
    Footprint before = Footprint.settled();
    run.arm(lead(count), spread);
    Footprint each = Footprint.settled().minus(before).dividedBy(count);
    run.checkInTime();
    GcPauses pauses = GcPauses.watch();
    Histogram lateness = run.await();

    OUT.printf("%,d timers of %s within %d s%n", count, drivers, spread.toSeconds());
    OUT.printf("  each: %d bytes of heap, %d bytes resident%n", each.heap(), each.resident());
    OUT.printf(
        "  late by: p50 %s, p99 %s, p99.9 %s, p99.99 %s, max %s%n",
        millis(lateness.getValueAtPercentile(50)),
        millis(lateness.getValueAtPercentile(99)),
        millis(lateness.getValueAtPercentile(99.9)),
        millis(lateness.getValueAtPercentile(99.99)),
        millis(lateness.getMaxValue()));
    OUT.printf("  %,.0f elapses/s%n", run.elapsesPerSecond());
    OUT.printf("  collections meanwhile (count, total ms, longest ms): %s%n", pauses.byCollector());
    OUT.printf("  JVM: %s %s%n", System.getProperty("java.runtime.version"), Machine.flags());
  }

  /** Time to arm them all and to collect the garbage of that: three microseconds each. */
  private static Duration lead(int count) {
    return Duration.ofSeconds(2).plusNanos(3_000L * count);
  }

  private static String millis(long nanos) {
    return "%.3f ms".formatted(nanos / 1e6);
  }
}
