package dev.chime.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The flags of every JVM that is measured, the same for ours and the peers. Throughput's collector
 * and memory that is touched beforehand keep the machine out of the figures; compact headers are
 * what Chime's image runs with.
 */
public final class JvmFlags {

  /** The throughput collector. */
  public static final String COLLECTOR = "-XX:+UseParallelGC";

  /** Eight-byte object headers. */
  public static final String COMPACT_HEADERS = "-XX:+UseCompactObjectHeaders";

  /** No page faults while measuring. */
  public static final String PRE_TOUCH = "-XX:+AlwaysPreTouch";

  /** Two-megabyte pages, without which ten million timers measure the TLB. */
  public static final String HUGE_PAGES = "-XX:+UseTransparentHugePages";

  /** Heap for benches whose data is small. */
  public static final String SMALL_MIN = "-Xms1g";

  /** See {@link #SMALL_MIN}. */
  public static final String SMALL_MAX = "-Xmx1g";

  /** Heap for ten million timers of any implementation. */
  public static final String BIG_MIN = "-Xms8g";

  /** See {@link #BIG_MIN}. */
  public static final String BIG_MAX = "-Xmx8g";

  /** Virtual threads on a single carrier. */
  public static final String ONE_CARRIER = "-Djdk.virtualThreadScheduler.parallelism=1";

  private JvmFlags() {}

  /** Those that the image runs with, in a container of 3 GB. */
  static List<String> ofImage() throws IOException {
    List<String> flags = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("src", "main", "docker", "jvm.options"))) {
      if (line.startsWith("-X")) {
        flags.add(line);
      }
    }
    flags.add("-Xmx2g");
    return flags;
  }

  /** All flags, with a heap of this size. */
  public static List<String> withHeap(String size) {
    return List.of(COLLECTOR, COMPACT_HEADERS, PRE_TOUCH, HUGE_PAGES, "-Xms" + size, "-Xmx" + size);
  }
}
