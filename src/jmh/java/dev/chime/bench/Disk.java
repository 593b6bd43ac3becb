package dev.chime.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The disk that a server under measurement writes to: the machine's own, or the same made slow by a
 * library that delays each fsync ({@code src/jmh/c/slow_fsync.c}; Linux, and needs {@code cc}).
 *
 * @param environment what a server's process needs for it
 * @param description one line, for reports
 */
record Disk(Map<String, String> environment, String description) {

  /** What it is like. */
  enum Kind {
    /** As it is. */
    OWN("--own-disk", 0, ""),

    /** Each fsync takes a millisecond more. */
    ONE_MS("--disk-1ms", 1, ", and each delayed by 1 ms"),

    /** Like many volumes in a cloud. */
    SLOW("--slow-disk", 0, ", and each delayed by 1 ms p50, 10 ms p90, 30 ms p99, 60 ms at most");

    private final String option;
    private final int millis;
    private final String addition;

    Kind(String option, int millis, String addition) {
      this.option = option;
      this.millis = millis;
      this.addition = addition;
    }

    /** How programs are told. */
    String option() {
      return option;
    }
  }

  private static final Path SOURCE = Path.of("src", "jmh", "c", "slow_fsync.c");
  private static final int BLOCK = 4096;
  private static final int PROBES = 500;

  /** The disk under this folder. */
  static Disk of(Path folder, Kind kind) throws IOException, InterruptedException {
    String description = "fdatasync of 4 KB: " + probe(folder.resolve("probe")) + kind.addition;
    Map<String, String> environment = new HashMap<>();
    if (kind != Kind.OWN) {
      Path library = folder.resolve("slow_fsync.so").toAbsolutePath();
      compile(library);
      environment.put("LD_PRELOAD", library.toString());
      if (kind.millis > 0) {
        environment.put("SLOW_FSYNC_MILLIS", Integer.toString(kind.millis));
      }
    }
    return new Disk(environment, description);
  }

  private static void compile(Path library) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "cc",
            "-shared",
            "-fPIC",
            "-O2",
            "-o",
            library.toString(),
            SOURCE.toString(),
            "-ldl",
            "-lm");
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("cannot compile " + SOURCE);
    }
  }

  private static String probe(Path file) throws IOException {
    Histogram nanos = new Histogram(3);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      for (int i = 0; i < PROBES; i++) {
        channel.write(block.clear());
        long start = System.nanoTime();
        channel.force(false);
        nanos.recordValue(System.nanoTime() - start);
      }
    } finally {
      Files.deleteIfExists(file);
    }
    return "p50 %.2f ms, p90 %.2f ms, p99 %.2f ms"
        .formatted(
            nanos.getValueAtPercentile(50) / 1e6,
            nanos.getValueAtPercentile(90) / 1e6,
            nanos.getValueAtPercentile(99) / 1e6);
  }
}
