package dev.chime.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What people use instead: a Redis sorted set with {@code appendfsync always}, over loopback,
 * driven by {@code redis-benchmark}. Only where both programs are installed.
 */
final class RedisPeer {

  private static final PrintStream OUT = System.out;
  private static final String PORT = "16379";
  private static final Pattern RATE = Pattern.compile("([0-9.]+) requests per second");
  private static final String MEMBER = "timer:__rand_int__:" + "x".repeat(98);

  private RedisPeer() {}

  /** Measures 64 clients, and pipelines of 1,000, in a folder for its file. */
  static void run(Path folder) throws IOException, InterruptedException {
    if (!Programs.isInstalled("redis-server") || !Programs.isInstalled("redis-benchmark")) {
      OUT.println("Redis is not installed (Debian's redis-server): no figures of it");
      return;
    }
    Process server = Programs.startRedis(PORT, folder, Map.of());
    try {
      OUT.printf("Redis, 64 clients: %s ZADD/s%n", rate("-c", "64", "-n", "400000"));
      OUT.printf(
          "Redis, pipelines of 1000: %s ZADD/s%n", rate("-c", "1", "-P", "1000", "-n", "2000000"));
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static String rate(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("redis-benchmark", "-p", PORT));
    command.addAll(List.of(options));
    command.addAll(List.of("-r", "100000000", "-q", "ZADD", "timers", "__rand_int__", MEMBER));
    Process benchmark = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(benchmark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return RATE.matcher(output)
        .results()
        .map(match -> match.group(1))
        .reduce((first, last) -> last)
        .orElseThrow(() -> new IllegalStateException(output));
  }
}
