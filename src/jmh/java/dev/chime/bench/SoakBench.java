package dev.chime.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Program: the packaged jar at a steady load for an hour, to see whether anything grows or drifts.
 * So many timers come due each second, each with a client that waits for it; one more each second
 * waits for one that is not due, and leaves. A line for each minute; at the end, when all have
 * gone, what is left of waiters, threads and open files.
 *
 * <p>Arguments, optional: minutes, 60 unless told; timers a second, 2,500 unless told. And the
 * flags of the JVM that is measured.
 */
public final class SoakBench {

  private static final PrintStream OUT = System.out;
  private static final int PORT = 18_080;

  /** The rest of the longest wait of those who have left, and some time. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private SoakBench() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ProgramArguments given = ProgramArguments.of(arguments);
    Duration time = Duration.ofMinutes(given.number(0, 60));
    int perSecond = given.number(1, 2_500);
    List<String> flags = given.flagsOr(JvmFlags.ofImage());
    Path folder = Files.createTempDirectory(Path.of("target"), "soak");
    OUT.println(Machine.describe(flags));
    OUT.printf("%,d timers/s for %d minutes%n", perSecond, time.toMinutes());
    List<String> settings = new ArrayList<>(SocketBench.SETTINGS);
    settings.add("--chime.retention=5m");
    try (BenchServer server =
        BenchServer.startJar(PORT, folder, flags, settings, List.of(), Map.of())) {
      run(server, time, perSecond, folder);
    }
  }

  private static void run(BenchServer server, Duration time, int perSecond, Path folder)
      throws IOException, InterruptedException {
    int threads = server.threads();
    int files = server.openFiles();
    SoakMinutes minutes = new SoakMinutes(server, folder);
    int count = Math.toIntExact(perSecond * time.toSeconds());
    AtomicInteger answered = new AtomicInteger();
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        Leavers leavers = Leavers.start(server)) {
      var _ = clock.scheduleAtFixedRate(minutes::end, 1, 1, TimeUnit.MINUTES);
      wait(server, perSecond, time, count, minutes, answered);
      clock.shutdownNow();
      leavers.stop();
    }
    List<String> left = new ArrayList<>();
    long start = System.nanoTime();
    do {
      Thread.sleep(1_000);
      left.clear();
      more(left, "waiters", 0, server.metrics().get("chime_waiters").intValue());
      more(left, "threads", threads, server.threads());
      more(left, "open files", files, server.openFiles());
    } while (!left.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos());
    OUT.printf(
        "after %.0f s: %s%n",
        (System.nanoTime() - start) / 1e9, left.isEmpty() ? "nothing is left" : left);
    minutes.tellDrift();
    if (!left.isEmpty()) {
      throw new IllegalStateException("left behind: " + left);
    }
  }

  private static void more(List<String> left, String what, int before, int now) {
    if (now > before) {
      left.add("%d %s, %d before".formatted(now, what, before));
    }
  }

  private static void wait(
      BenchServer server,
      int perSecond,
      Duration time,
      int count,
      SoakMinutes minutes,
      AtomicInteger answered)
      throws IOException {
    try (Crowd crowd =
            new Crowd(
                server.port(),
                (client, micros) -> {
                  answered.incrementAndGet();
                  minutes.answered(micros - client.due());
                });
        TimerFeed feed = TimerFeed.start(server, perSecond, time)) {
      crowd.turnUntil(
          () -> {
            feed.drainTo(crowd);
            return answered.get() == count;
          },
          time.plus(PATIENCE));
    }
  }
}
