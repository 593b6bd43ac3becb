package dev.chime.bench;

import dev.chime.harness.PostgresServer;
import dev.chime.store.postgres.DatabaseAddress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Program: deliveries of the packaged jar, over real sockets: how many calls of a fast receiver it
 * makes in a second, how many claims and acks it answers, and how late calls are at a rate. With
 * the embedded store and with PostgreSQL, which is embedded, too, with fsync and synchronous commit
 * on. Beside it, what people use instead: db-scheduler, on the same PostgreSQL, for calls; lists of
 * Redis and beanstalkd for queues. All of them, receiver and workers are on the same machine, and
 * so compete.
 *
 * <p>Arguments, optional: how many deliveries are due at once, 30,000 unless told; how many a
 * second for the rate, 500 unless told; how many rounds, five unless told. And the flags of the
 * JVMs that are measured, and {@code --slow-disk} or {@code --disk-1ms} for the embedded store
 * alone, see {@link Disk}.
 */
public final class DeliveryBench {

  /** Lets a server call this machine. */
  static final List<String> SETTINGS =
      List.of("--chime.deliveries.http=true", "--chime.deliveries.allow=127.0.0.1");

  private static final PrintStream OUT = System.out;
  private static final int PORT = 18_081;
  private static final int COUNT = 30_000;
  private static final int RATE = 500;
  private static final int ROUNDS = 5;
  private static final int LATENESS_ROUNDS = 3;
  private static final int PAUSE_MILLIS = 20;
  private static final String SCHEDULER = "db-scheduler";
  private static final String PENDING = "chime_deliveries{state=\"pending\"}";
  private static final String TO_FAST = "{\"to\":\"fast\"}";
  private static final String TO_QUEUE = "{\"queue\":\"work\"}";

  private final SideBySide figures = new SideBySide();
  private final Path folder;
  private final List<String> flags;
  private final HookReceiver receiver;
  private final int count;
  private final int rate;
  private final int rounds;

  private DeliveryBench(
      Path folder, List<String> flags, HookReceiver receiver, int count, int rate, int rounds) {
    this.folder = folder;
    this.flags = flags;
    this.receiver = receiver;
    this.count = count;
    this.rate = rate;
    this.rounds = rounds;
  }

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    ProgramArguments given = ProgramArguments.of(arguments);
    List<String> flags = given.flagsOr(JvmFlags.ofImage());
    Path folder = Files.createTempDirectory(Path.of("target"), "delivery-bench");
    Disk disk = Disk.of(folder, given.disk());
    int count = given.number(0, COUNT);
    int rate = given.number(1, RATE);
    OUT.println(Machine.describe(flags) + "; " + disk.description());
    OUT.printf(
        "%,d deliveries; the endpoint takes %d calls at a time, db-scheduler has 50 threads%n",
        count, DeliveryClient.IN_FLIGHT);
    try (HookReceiver receiver = HookReceiver.start()) {
      DeliveryBench bench =
          new DeliveryBench(folder, flags, receiver, count, rate, given.number(2, ROUNDS));
      bench.chime("embedded", List.of(), disk);
      if (given.disk() == Disk.Kind.OWN) {
        new QueuePeers(count, bench.figures, bench.rounds).run(folder);
        DatabaseAddress database = PostgresServer.newDatabase();
        bench.chime("PostgreSQL", List.of("--spring.datasource.url=" + database.url()), disk);
        bench.scheduler("PostgreSQL");
      }
      bench.figures.print();
    }
  }

  private void chime(String store, List<String> settings, Disk disk) throws Exception {
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

  private void scheduler(String store) throws IOException, InterruptedException {
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

  private static String calls(String store) {
    return store + ", elapses and calls/s";
  }
}
