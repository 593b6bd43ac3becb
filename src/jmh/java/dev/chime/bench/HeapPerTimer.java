package dev.chime.bench;

import java.io.IOException;
import java.util.List;

/**
 * Program: the heap that a pending task with its armed timer takes, with compact headers and
 * without; then the memory and lateness of the thread-per-timer driver beside the wheel's.
 *
 * <p>Argument, optional: the number of tasks of the first part, a million unless told. Each part
 * runs in a JVM of its own with the serial collector, which leaves no gaps.
 */
public final class HeapPerTimer {

  private static final int TASKS = 1_000_000;
  private static final List<Integer> TIMERS = List.of(10_000, 100_000);
  private static final int SECONDS = 10;

  private HeapPerTimer() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int tasks = ProgramArguments.of(arguments).number(0, TASKS);
    for (String headers : List.of(JvmFlags.COMPACT_HEADERS, "-XX:-UseCompactObjectHeaders")) {
      ChildJvm.run(flags(headers), HeapProbe.class, tasks);
    }
    for (int timers : TIMERS) {
      for (String driver : List.of("WHEEL", "THREADS")) {
        ChildJvm.run(flags(JvmFlags.COMPACT_HEADERS), LatenessProbe.class, driver, timers, SECONDS);
      }
    }
  }

  private static List<String> flags(String headers) {
    return List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx4g", headers);
  }
}
