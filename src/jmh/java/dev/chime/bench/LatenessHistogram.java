package dev.chime.bench;

import java.io.IOException;
import java.util.List;

/**
 * Program: ten million timers with random deadlines within one minute, each waking a task, all on
 * one shard; prints how late the tasks were polled, the rate, the collector's pauses and the
 * settings.
 *
 * <p>Arguments, all optional: the number of timers, the seconds, and the flags of the measured JVM,
 * which replace those given here. Unless told, the JVM has {@link JvmFlags#withHeap 8 GB} and the
 * parallel collector, whose long full collection is made before the first deadline: what runs then
 * makes next to no garbage, so that the histogram shows the runtime. {@code -XX:+UseZGC -Xmx12g}
 * shows it beside a collector that works meanwhile.
 */
public final class LatenessHistogram {

  private static final String HEAP = "8g";
  private static final int TIMERS = 10_000_000;
  private static final int SECONDS = 60;

  private LatenessHistogram() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ProgramArguments given = ProgramArguments.of(arguments);
    List<String> flags = given.flagsOr(JvmFlags.withHeap(HEAP));
    int timers = given.number(0, TIMERS);
    int seconds = given.number(1, SECONDS);
    ChildJvm.run(flags, LatenessProbe.class, "WHEEL", timers, seconds);
  }
}
