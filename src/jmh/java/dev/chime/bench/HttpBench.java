package dev.chime.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Program: durable {@code POST /timers} and, on the same server in turn, the same JSON in and out
 * with no store; by wrk, which must be installed (Debian's package of that name).
 *
 * <p>Arguments, optional: rounds, five unless told; seconds of each part of a round, five unless
 * told; connections, 64 unless told.
 */
public final class HttpBench {

  private static final PrintStream OUT = System.out;
  private static final int PORT = 18_080;
  private static final String BASE = "http://127.0.0.1:" + PORT;
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern WRONG = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
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
    Process server = server(flags, folder);
    try {
      awaitReady(server);
      OUT.println(Machine.describe(flags));
      load("/timers", script, 2 * seconds, connections);
      load("/no-store", script, 2 * seconds, connections);
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        double durable = load("/timers", script, seconds, connections);
        double bare = load("/no-store", script, seconds, connections);
        ratios.add(durable / bare);
        OUT.printf("durable %,.0f/s, no store %,.0f/s: %.2f%n", durable, bare, durable / bare);
      }
      Collections.sort(ratios);
      OUT.printf("median ratio %.2f%n", ratios.get(ratios.size() / 2));
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static Process server(List<String> flags, Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(flags);
    command.addAll(
        List.of(
            "-classpath",
            ManagementFactory.getRuntimeMXBean().getClassPath(),
            "dev.chime.ChimeApplication",
            "--server.port=" + PORT,
            "--chime.data=" + folder));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("server.log").toFile())
        .start();
  }

  private static void awaitReady(Process server) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(BASE + "/actuator/health/readiness")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (server.isAlive()) {
        try {
          if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          Thread.sleep(50); // it does not listen yet
        }
      }
    }
    throw new IllegalStateException("the server has ended; see server.log");
  }

  private static double load(String path, Path script, int seconds, int connections)
      throws IOException, InterruptedException {
    Process wrk =
        new ProcessBuilder(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "-s",
                script.toString(),
                BASE + path)
            .redirectErrorStream(true)
            .start();
    String output =
        new String(wrk.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    wrk.waitFor();
    Matcher rate = RATE.matcher(output);
    if (!rate.find() || WRONG.matcher(output).find()) {
      throw new IllegalStateException(output);
    }
    return Double.parseDouble(rate.group(1));
  }
}
