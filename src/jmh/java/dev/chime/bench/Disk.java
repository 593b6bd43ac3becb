package dev.chime.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  private static final Path SOURCE = Path.of("src", "jmh", "c", "slow_fsync.c");
  private static final int BLOCK = 4096;
  private static final int PROBES = 500;

  /** The disk under this folder. */
  static Disk of(Path folder, boolean slow) throws IOException, InterruptedException {
    String own = "fdatasync of 4 KB: " + probe(folder.resolve("probe"));
    if (!slow) {
      return new Disk(Map.of(), own);
    }
    Path library = folder.resolve("slow_fsync.so").toAbsolutePath();
    compile(library);
    return new Disk(
        Map.of("LD_PRELOAD", library.toString()),
        own + ", and each delayed by 1 ms p50, 10 ms p90, 30 ms p99, 60 ms at most");
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
