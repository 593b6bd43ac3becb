package dev.chime.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Program: durable {@code POST /timers} and, on the same server in turn, the same JSON in and out
 * with no store; by {@link Wrk}.
 *
 * <p>Arguments, optional: rounds, five unless told; seconds of each part of a round, five unless
 * told; connections, 64 unless told.
 */
public final class HttpBench {

  private static final PrintStream OUT = System.out;
  private static final int PORT = 18_080;
  private static final String SCRIPT =
      """
      wrk.method = "POST"
      wrk.headers["Content-Type"] = "application/json"
      wrk.body = '{"delay":"1h","payload":{"order":42,"customer":"4711"},"labels":{"kind":"reminder"}}'
      """;

  private HttpBench() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ProgramArguments given = ProgramArguments.of(arguments);
    int rounds = given.number(0, 5);
    int seconds = given.number(1, 5);
    int connections = given.number(2, 64);
    Path folder = Files.createTempDirectory(Path.of("target"), "http-bench");
    Path script = Files.writeString(folder.resolve("post.lua"), SCRIPT);
    List<String> flags = given.flagsOr(List.of(JvmFlags.COMPACT_HEADERS, "-Xmx2g"));
    try (BenchServer server = BenchServer.start(PORT, folder, flags, List.of())) {
      String timers = server.url() + "/timers";
      String noStore = server.url() + "/no-store";
      OUT.println(Machine.describe(flags));
      Wrk.load(timers, script, 2 * seconds, connections);
      Wrk.load(noStore, script, 2 * seconds, connections);
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        double durable = Wrk.load(timers, script, seconds, connections);
        double bare = Wrk.load(noStore, script, seconds, connections);
        ratios.add(durable / bare);
        OUT.printf("durable %,.0f/s, no store %,.0f/s: %.2f%n", durable, bare, durable / bare);
      }
      Collections.sort(ratios);
      OUT.printf("median ratio %.2f%n", ratios.get(ratios.size() / 2));
    }
  }
}
