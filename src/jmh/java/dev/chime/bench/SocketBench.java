package dev.chime.bench;

import dev.byhand.ByHand;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Program: the packaged jar from outside, over real sockets: durable creates beside the same JSON
 * without a store and known timers beside a constant, by {@link Wrk}; then, beside a server that
 * people would write by hand ({@link ByHand}), what crowds of waiters cost, how soon they are
 * answered, and how late timers are at a rate. Leaves the figures in {@code target/bench.json}.
 *
 * <p>Arguments, optional: seconds of each rate, 300 unless told, and twice that in all, because
 * much is still being compiled the first time. With 10 or fewer, all else is short, too, there is
 * no second time, and with 5 it takes less than three minutes: for comparing builds ({@link
 * BenchDiff}). And the flags of the JVMs that are measured; and {@code --slow-disk}, see {@link
 * Disk}.
 */
public final class SocketBench {

  private static final PrintStream OUT = System.out;
  private static final int PORT = 18_080;
  private static final int SECONDS = 300;
  private static final int SHORT = 10;
  private static final int CONNECTIONS = 64;

  /** Parts of each; the compilers are busy for half a minute. */
  private static final int WARM_UP = 6;

  private static final int SHORT_WARM_UP = 3;

  private static final List<String> PEERS =
      List.of("dev/chime/web/NoStoreController.class", "dev/chime/web/ConstantController.class");

  /**
   * For clients who wait, or are silent between two requests, for as long as the bench has them.
   */
  static final List<String> SETTINGS =
      List.of("--chime.http.idle-timeout=120s", "--chime.long-poll.max-wait=120s");

  private static final String BODY =
      """
      {"delay":"1h","payload":{"order":42,"customer":"4711"},"labels":{"kind":"reminder"}}\
      """;

  private final Figures figures = new Figures();
  private final Path folder;
  private final List<String> flags;
  private final int seconds;
  private final Disk disk;

  private SocketBench(Path folder, List<String> flags, int seconds, Disk disk) {
    this.folder = folder;
    this.flags = flags;
    this.seconds = seconds;
    this.disk = disk;
  }

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ProgramArguments given = ProgramArguments.of(arguments);
    List<String> flags = given.flagsOr(JvmFlags.ofImage());
    Path folder = Files.createTempDirectory(Path.of("target"), "socket-bench");
    Disk disk = Disk.of(folder, given.disk());
    String machine = Machine.describe(flags) + "; " + disk.description();
    OUT.println(machine);
    SocketBench bench = new SocketBench(folder, flags, given.number(0, SECONDS), disk);
    bench.run();
    bench.figures.printTable();
    bench.figures.write(Path.of("target", "bench.json"), machine);
  }

  private void run() throws IOException, InterruptedException {
    Path ours = Files.createDirectories(folder.resolve("chime"));
    try (BenchServer chime =
        BenchServer.startJar(PORT, ours, flags, SETTINGS, PEERS, disk.environment())) {
      throughput(chime);
      crowds(chime, Figures.CHIME);
    }
    Path theirs = Files.createDirectories(folder.resolve("by-hand"));
    try (BenchServer peer = BenchServer.startPeer(ByHand.class, PORT, theirs, flags)) {
      crowds(peer, Figures.PEER);
    }
  }

  /** Twice, unless it is to be short: the first time, the server is still compiling. */
  private void rate(CrowdBench crowds, int perSecond, int length)
      throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(length);
    crowds.rate(perSecond, time, "");
    if (!isShort()) {
      crowds.rate(perSecond, time, ", once more");
    }
  }

  private boolean isShort() {
    return seconds <= SHORT;
  }

  private void throughput(BenchServer server) throws IOException, InterruptedException {
    Path post =
        Files.writeString(
            folder.resolve("post.lua"),
            """
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            wrk.body = '%s'
            """
                .formatted(BODY));
    Path get = Files.writeString(folder.resolve("get.lua"), "");
    String known = server.url() + create(server) + "?wait=0";
    int part = isShort() ? 2 : 5;
    int rounds = isShort() ? 3 : 7;
    compare(
        server,
        "durable create",
        server.url() + "/timers",
        server.url() + "/no-store",
        post,
        part,
        rounds);
    compare(server, "GET of a known timer", known, server.url() + "/constant", get, part, rounds);
  }

  private static String create(BenchServer server) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(server.url() + "/timers"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(BODY))
                  .build(),
              BodyHandlers.ofString())
          .headers()
          .firstValue("Location")
          .orElseThrow();
    }
  }

  private void compare(
      BenchServer server, String what, String ours, String bare, Path script, int part, int rounds)
      throws IOException, InterruptedException {
    int warmUp = (isShort() ? SHORT_WARM_UP : WARM_UP) * part;
    Wrk.load(ours, script, warmUp, CONNECTIONS);
    Wrk.load(bare, script, warmUp, CONNECTIONS);
    double before = server.allocatedBytes();
    double requests = part * Wrk.load(ours, script, part, CONNECTIONS);
    figures.add(
        Figures.CHIME,
        what + ": KB allocated",
        (server.allocatedBytes() - before) / 1024 / requests);
    List<Double> rates = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      double rate = Wrk.load(ours, script, part, CONNECTIONS);
      rates.add(rate);
      ratios.add(rate / Wrk.load(bare, script, part, CONNECTIONS));
    }
    figures.add(Figures.CHIME, what + ": requests/s", median(rates));
    figures.add(Figures.CHIME, what + ": of the same without work", median(ratios));
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }

  private void crowds(BenchServer server, String who) throws IOException, InterruptedException {
    CrowdBench crowds = new CrowdBench(server, figures, who);
    crowds.oneTimer(3_000, false, Duration.ofSeconds(isShort() ? 3 : 5)); // warms up
    crowds.oneTimer(5_000, true, Duration.ofSeconds(isShort() ? 5 : 10));
    crowds.oneTimer(15_000, false, Duration.ofSeconds(isShort() ? 9 : 30));
    crowds.spread(
        15_000, Duration.ofSeconds(isShort() ? 7 : 15), Duration.ofSeconds(isShort() ? 3 : 60));
    long start = System.nanoTime();
    int threads = server.threads();
    int files = server.openFiles();
    rate(crowds, 1_000, seconds);
    rate(crowds, 5_000, isShort() ? seconds / 2 : seconds);
    figures.add(who, "threads more than before", server.threads() - threads);
    figures.add(who, "open files more than before", server.openFiles() - files);
    OUT.printf(
        "%s: rates took %d s, until %s%n",
        who, (System.nanoTime() - start) / 1_000_000_000, Instant.now());
  }
}
