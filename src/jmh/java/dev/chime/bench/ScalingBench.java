package dev.chime.bench;

import dev.chime.harness.PostgresServer;
import dev.chime.store.postgres.DatabaseAddress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Program: creates and elapses over HTTP, through one, two and three nodes over one PostgreSQL, by
 * {@link Wrk}, 64 connections in all. All of them are on this machine, and so compete.
 *
 * <p>Argument, optional: seconds of each part, ten unless told.
 */
public final class ScalingBench {

  private static final PrintStream OUT = System.out;
  private static final int PORT = 18_080;
  private static final int MOST_NODES = 3;
  private static final int CONNECTIONS = 64;

  /** For each node: so long the processors are busy compiling what is run often. */
  private static final int WARM_UP_SECONDS = 45;

  private static final String SCRIPT =
      """
      wrk.method = "POST"
      wrk.headers["Content-Type"] = "application/json"
      wrk.body = '{"delay":"%s","payload":{"order":42,"customer":"4711"}}'
      """;

  private ScalingBench() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    int seconds = ProgramArguments.of(arguments).number(0, 10);
    Path folder = Files.createTempDirectory(Path.of("target"), "scaling-bench");
    Path far = Files.writeString(folder.resolve("far.lua"), SCRIPT.formatted("1d"));
    Path near = Files.writeString(folder.resolve("near.lua"), SCRIPT.formatted("500ms"));
    List<String> flags = List.of(JvmFlags.COMPACT_HEADERS, "-Xmx1g");
    OUT.println(Machine.describe(flags));
    for (int count = 1; count <= MOST_NODES; count++) {
      List<BenchServer> nodes = start(count, folder, flags);
      try {
        load(nodes, far, count * WARM_UP_SECONDS);
        double creates = load(nodes, far, seconds);
        long before = elapsed(nodes);
        long start = System.nanoTime();
        load(nodes, near, seconds);
        double elapses = (elapsed(nodes) - before) / ((System.nanoTime() - start) / 1e9);
        OUT.printf(
            "%d nodes: %,.0f creates/s; timers of 500 ms: %,.0f elapses/s%n",
            count, creates, elapses);
      } finally {
        nodes.forEach(BenchServer::close);
      }
    }
  }

  private static List<BenchServer> start(int count, Path folder, List<String> flags)
      throws IOException, InterruptedException {
    DatabaseAddress database = PostgresServer.newDatabase();
    List<BenchServer> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path own = Files.createDirectories(folder.resolve(count + "-" + i));
      nodes.add(
          BenchServer.start(
              PORT + i, own, flags, List.of("--spring.datasource.url=" + database.url())));
    }
    return nodes;
  }

  /** Requests a second, of all nodes together. */
  private static double load(List<BenchServer> nodes, Path script, int seconds) throws Exception {
    List<Callable<Double>> loads = new ArrayList<>();
    for (BenchServer node : nodes) {
      loads.add(
          () -> Wrk.load(node.url() + "/timers", script, seconds, CONNECTIONS / nodes.size()));
    }
    double sum = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Double> each : threads.invokeAll(loads)) {
        sum += each.get();
      }
    }
    return sum;
  }

  private static long elapsed(List<BenchServer> nodes) throws IOException, InterruptedException {
    long sum = 0;
    for (BenchServer node : nodes) {
      sum += node.metrics().getOrDefault("chime_timers_elapsed_total", 0.0).longValue();
    }
    return sum;
  }
}
