package dev.chime.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Program: the server as the image starts it, with its cache and without, in turn: the time to the
 * first healthy answer, and how late a rate of timers is in the first minute. The image's folder is
 * made by hand, from the packaged jar, by what the Dockerfile uses.
 *
 * <p>Arguments, optional: the seconds of the rate, 60 unless told, a multiple of ten; how many
 * timers a second, 1,000 unless told; how often each is started, 5 unless told, the last time with
 * the rate; and flags of the JVM, besides the image's, for the training and for all starts.
 */
public final class ColdBench {

  private static final PrintStream OUT = System.out;
  private static final int PORT = 18_080;
  private static final int SECONDS = 60;
  private static final int RATE = 1_000;
  private static final int STARTS = 5;
  private static final int WARM_UP = 20;

  private final ColdImage image;
  private final Path folder;
  private final int rate;
  private int runs;

  private ColdBench(ColdImage image, Path folder, int rate) {
    this.image = image;
    this.folder = folder;
    this.rate = rate;
  }

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ProgramArguments given = ProgramArguments.of(arguments);
    Path folder = Files.createTempDirectory(Path.of("target"), "cold-bench");
    ColdImage image = ColdImage.make(folder.resolve("image"), given.flags(), PORT);
    OUT.println(
        Machine.describe(image.options()) + "; " + Disk.of(folder, Disk.Kind.OWN).description());
    ColdBench bench = new ColdBench(image, folder, given.number(1, RATE));
    bench.measure("not counted: for the clients to warm up", true, 1, WARM_UP);
    int seconds = given.number(0, SECONDS);
    int starts = given.number(2, STARTS);
    bench.measure("with the cache", true, starts, seconds);
    bench.measure("without", false, starts, seconds);
  }

  private void measure(String what, boolean isCached, int starts, int seconds)
      throws IOException, InterruptedException {
    long[] ready = new long[starts];
    for (int i = 0; i < starts; i++) {
      Path data = Files.createDirectories(folder.resolve("run-" + runs++));
      long start = System.nanoTime();
      try (BenchServer server =
          BenchServer.startImage(PORT, image.folder(), data, image.arguments(isCached))) {
        ready[i] = Duration.ofNanos(System.nanoTime() - start).toMillis();
        if (i == starts - 1) {
          OUT.printf(
              "%s: healthy after %s ms; ",
              what,
              LongStream.of(ready).mapToObj(Long::toString).collect(Collectors.joining(", ")));
          lateness(server, seconds);
        }
      }
    }
  }

  private void lateness(BenchServer server, int seconds) throws IOException {
    Cpu cpu = Cpu.begin(server);
    ColdMinute minute = new ColdMinute(server, rate, seconds);
    minute.run();
    OUT.printf("%,d timers/s: %s; %s%n", rate, minute.report(), cpu.describe());
  }
}
