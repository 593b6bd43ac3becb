package dev.chime.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory that this process takes.
 *
 * @param heap bytes of objects on the heap
 * @param resident bytes of the whole process that lie in memory
 */
record Footprint(long heap, long resident) {

  private static final int COLLECTIONS = 3;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  /** What is left after full collections. */
  static Footprint settled() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return new Footprint(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), residentNow());
  }

  Footprint minus(Footprint other) {
    return new Footprint(heap - other.heap, resident - other.resident);
  }

  Footprint dividedBy(int count) {
    return new Footprint(Math.round((double) heap / count), Math.round((double) resident / count));
  }

  private static long residentNow() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10) // in kilobytes
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
