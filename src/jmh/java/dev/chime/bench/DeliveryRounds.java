package dev.chime.bench;

import dev.chime.harness.PostgresServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Rounds of calls, claims and acks by the packaged jar, or of calls by a peer; and then how late
 * calls are. Each server is in a JVM of its own with the same flags; the receiver is in this one.
 */
final class DeliveryRounds implements AutoCloseable {

  /** Lets a server call this machine. */
  static final List<String> SETTINGS =
      List.of("--chime.deliveries.http=true", "--chime.deliveries.allow=127.0.0.1");

  private static final PrintStream OUT = System.out;
  private static final int PORT = 18_081;
  private static final int COUNT = 30_000;
  private static final int RATE = 500;
  private static final int ROUNDS = 5;
  private static final int LATENESS_ROUNDS = 3;
  private static final int PAUSE_MILLIS = 200;
  private static final String SCHEDULER = "db-scheduler";
  private static final String PENDING = "chime_deliveries{state=\"pending\"}";
  private static final String TO_FAST = "{\"to\":\"fast\"}";
  private static final String TO_QUEUE = "{\"queue\":\"work\"}";

  private final SideBySide figures = new SideBySide();
  private final HookReceiver receiver = HookReceiver.start();
  private final Path folder;
  private final List<String> flags;
  private final Disk disk;
  private final int count;
  private final int rate;
  private final int rounds;

  /**
   * Prints what is measured, and on what.
   *
   * @param given see the programs
   */
  DeliveryRounds(ProgramArguments given) throws IOException, InterruptedException {
    folder = Files.createTempDirectory(Path.of("target"), "delivery-bench");
    flags = given.flagsOr(JvmFlags.ofImage());
    disk = Disk.of(folder, given.disk());
    count = given.number(0, COUNT);
    rate = given.number(1, RATE);
    rounds = given.number(2, ROUNDS);
    OUT.println(Machine.describe(flags) + "; " + disk.description());
    OUT.printf("%,d deliveries; %d calls at a time%n", count, DeliveryClient.IN_FLIGHT);
  }

  /** Measures ours. */
  void chime(String store, List<String> settings) throws Exception {
    List<String> all = new ArrayList<>(SETTINGS);
    all.addAll(settings);
    DeliveryLoad load = new DeliveryLoad(count, rate);
    Path data = Files.createDirectories(folder.resolve(store));
    try (BenchServer server =
            BenchServer.startJar(PORT, data, flags, all, List.of(), disk.environment());
        DeliveryClient client = new DeliveryClient(server)) {
      client.endpoint("fast", receiver.port(), "15s");
      DeliveryLoad.Maker calls = deadlines -> client.create(deadlines, TO_FAST);
      DeliveryLoad.Maker work = deadlines -> client.create(deadlines, TO_QUEUE);
      for (int round = 0; round < rounds; round++) {
        figures.add(calls(store), SideBySide.CHIME, load.calls(receiver, calls));
        Instant due = load.atOnce(work);
        Instant end = PullRound.HUNDREDS.run(count, number -> worker());
        String atOnce = store + ", elapses, claims and acks/s, " + PullRound.HUNDREDS;
        figures.add(atOnce, SideBySide.CHIME, DeliveryLoad.perSecond(count, due, end));
        for (PullRound how : List.of(PullRound.HUNDREDS, PullRound.ONE_AT_A_TIME)) {
          load.atOnce(work);
          awaitPending(server);
          Instant begin = Instant.now();
          double rate = DeliveryLoad.perSecond(count, begin, how.run(count, number -> worker()));
          figures.add(QueuePeers.what(store, how), SideBySide.CHIME, rate);
        }
      }
      for (int round = 0; round < LATENESS_ROUNDS; round++) {
        load.lateness(receiver, calls, figures, store, SideBySide.CHIME);
      }
    }
  }

  private static ChimeWorker worker() throws IOException {
    return new ChimeWorker(PORT, "work");
  }

  /** Waits until all that have elapsed can be claimed. */
  private void awaitPending(BenchServer server) throws IOException, InterruptedException {
    while (server.metrics().get(PENDING) < count) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Measures db-scheduler on a database of the same PostgreSQL. */
  void scheduler(String store) throws IOException, InterruptedException {
    DeliveryLoad load = new DeliveryLoad(count, rate);
    try (SchedulerPeer peer =
        SchedulerPeer.start(PostgresServer.newDatabase(), receiver.port(), flags)) {
      for (int round = 0; round < rounds; round++) {
        figures.add(calls(store), SCHEDULER, load.calls(receiver, peer::atOnce));
      }
      for (int round = 0; round < LATENESS_ROUNDS; round++) {
        load.lateness(receiver, peer.atRate(rate), figures, store, SCHEDULER);
      }
    }
  }

  /** Measures the same calls without anything that keeps them. */
  void callsAlone(String store) throws IOException, InterruptedException {
    DeliveryLoad load = new DeliveryLoad(count, rate);
    try (SchedulerPeer peer = SchedulerPeer.start(null, receiver.port(), flags)) {
      for (int round = 0; round < rounds; round++) {
        figures.add(calls(store), "calls alone", load.calls(receiver, peer::atOnce));
      }
    }
  }

  private static String calls(String store) {
    return store + ", elapses and calls/s";
  }

  /** Measures queues that people use instead. */
  void queuePeers() throws Exception {
    new QueuePeers(count, figures, rounds).run(folder);
  }

  /** Ends, and prints all figures side by side. */
  @Override
  public void close() throws IOException {
    receiver.close();
    figures.print();
  }
}
