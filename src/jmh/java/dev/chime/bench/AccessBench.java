package dev.chime.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * Program: {@code GET /timers/{id}?wait=0} with an API key, and the same without one from a server
 * that needs none, in turn; by {@link Wrk}. Says what a request's key costs.
 *
 * <p>Arguments, optional: rounds, seven unless told; seconds of each part of a round, five unless
 * told; connections, 64 unless told; keys in the configuration, ten unless told.
 */
public final class AccessBench {

  private static final PrintStream OUT = System.out;
  private static final int PORT = 18_081;
  private static final String KEY = "chime_bench_0123456789abcdef0123456789abcdef";

  private AccessBench() {}

  /** Runs the program. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, NoSuchAlgorithmException {
    ProgramArguments given = ProgramArguments.of(arguments);
    int rounds = given.number(0, 7);
    int seconds = given.number(1, 5);
    int connections = given.number(2, 64);
    int keys = given.number(3, 10);
    Path folder = Files.createTempDirectory(Path.of("target"), "access-bench");
    Path script =
        Files.writeString(
            folder.resolve("get.lua"), "wrk.headers[\"Authorization\"] = \"Bearer " + KEY + "\"\n");
    List<String> flags = given.flagsOr(List.of(JvmFlags.COMPACT_HEADERS, "-Xmx1g"));
    Path open = Files.createDirectory(folder.resolve("open"));
    Path guarded = Files.createDirectory(folder.resolve("guarded"));
    try (BenchServer without = BenchServer.start(PORT, open, flags, List.of());
        BenchServer with = BenchServer.start(PORT + 1, guarded, flags, settings(keys))) {
      OUT.println(Machine.describe(flags));
      String bare = create(without) + "?wait=0";
      String checked = create(with) + "?wait=0";
      Wrk.load(bare, script, 2 * seconds, connections);
      Wrk.load(checked, script, 2 * seconds, connections);
      List<Double> rates = new ArrayList<>();
      List<Double> cpus = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        Cost bareCost = measure(without, bare, script, seconds, connections);
        Cost checkedCost = measure(with, checked, script, seconds, connections);
        rates.add(checkedCost.rate() / bareCost.rate());
        cpus.add(checkedCost.micros() / bareCost.micros());
        OUT.printf("without keys %s, with %,d keys %s%n", bareCost, keys, checkedCost);
      }
      OUT.printf(
          "with keys to without, medians: requests/s %.3f, processor time of a request %.3f%n",
          median(rates), median(cpus));
    }
  }

  /** Requests a second, and the server's processor time for each. */
  private record Cost(double rate, double micros) {

    @Override
    public String toString() {
      return "%,.0f/s at %.1f µs".formatted(rate, micros);
    }
  }

  private static Cost measure(
      BenchServer server, String url, Path script, int seconds, int connections)
      throws IOException, InterruptedException {
    Duration before = server.cpu();
    double rate = Wrk.load(url, script, seconds, connections);
    double micros = server.cpu().minus(before).toNanos() / 1e3 / (rate * seconds);
    return new Cost(rate, micros);
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }

  /** The key that is used comes last. */
  private static List<String> settings(int keys) throws NoSuchAlgorithmException {
    List<String> settings = new ArrayList<>();
    settings.add("--server.address=127.0.0.1");
    for (int i = 0; i < keys; i++) {
      String text = i == keys - 1 ? KEY : "another key " + i;
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      String prefix = "--chime.keys[" + i + "].";
      settings.add(prefix + "name=key-" + i);
      settings.add(prefix + "hash=" + HexFormat.of().formatHex(hash));
      settings.add(prefix + "role=write");
    }
    return settings;
  }

  private static String create(BenchServer server) throws IOException, InterruptedException {
    String url = server.url() + "/timers/one";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + KEY)
            .PUT(BodyPublishers.ofString("{\"delay\":\"1h\"}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 201) {
        throw new IllegalStateException("not created: " + status);
      }
    }
    return url;
  }
}
