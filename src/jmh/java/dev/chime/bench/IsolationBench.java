package dev.chime.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/**
 * Program: what a receiver that never answers does to another one. How late calls of the good one
 * are at a rate: alone; while many deliveries to the bad one come due; and while they wait, and the
 * calls of it that are under way take their whole timeout. Embedded store.
 *
 * <p>Arguments, optional: how many deliveries the bad one is to have, 100,000 unless told; how many
 * a second the good one has, 200 unless told; the bad one's timeout in seconds, 30 unless told. And
 * the flags of the JVM that is measured, and {@code --slow-disk} or {@code --disk-1ms}, see {@link
 * Disk}.
 */
public final class IsolationBench {

  private static final PrintStream OUT = System.out;
  private static final int PORT = 18_081;
  private static final int WAITING = 100_000;
  private static final int RATE = 200;
  private static final int TIMEOUT = 30;
  private static final int WARM_UP = 20_000;
  private static final int WARM_UP_ROUNDS = 4;
  private static final int ROUNDS = 3;
  private static final Duration LEAD = Duration.ofSeconds(40);
  private static final String TO_FAST = "{\"to\":\"fast\"}";
  private static final String TO_HANGING = "{\"to\":\"hanging\"}";

  private final SideBySide figures = new SideBySide();
  private final HookReceiver receiver;
  private final DeliveryLoad.Maker calls;
  private final DeliveryLoad load;

  private IsolationBench(HookReceiver receiver, DeliveryLoad.Maker calls, int rate) {
    this.receiver = receiver;
    this.calls = calls;
    this.load = new DeliveryLoad(WARM_UP, rate);
  }

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    ProgramArguments given = ProgramArguments.of(arguments);
    List<String> flags = given.flagsOr(JvmFlags.ofImage());
    int waiting = given.number(0, WAITING);
    int timeout = given.number(2, TIMEOUT);
    Path folder = Files.createTempDirectory(Path.of("target"), "isolation-bench");
    Disk disk = Disk.of(folder, given.disk());
    OUT.println(Machine.describe(flags) + "; " + disk.description());
    OUT.printf(
        "%,d deliveries to a receiver that hangs for %d s, %d calls at a time%n",
        waiting, timeout, DeliveryClient.IN_FLIGHT);
    try (BenchServer server =
            BenchServer.startJar(
                PORT, folder, flags, DeliveryRounds.SETTINGS, List.of(), disk.environment());
        HookReceiver good = HookReceiver.start();
        HangingReceiver bad = HangingReceiver.start();
        DeliveryClient client = new DeliveryClient(server)) {
      client.endpoint("fast", good.port(), "15s");
      client.endpoint("hanging", bad.port(), timeout + "s");
      IsolationBench bench =
          new IsolationBench(
              good, deadlines -> client.create(deadlines, TO_FAST), given.number(1, RATE));
      bench.warmUp();
      bench.rounds("alone");
      Instant due = Instant.ofEpochMilli(Instant.now().plus(LEAD).toEpochMilli());
      client.create(Collections.nCopies(waiting, due), TO_HANGING);
      Thread.sleep(Math.max(0, Duration.between(Instant.now(), due).toMillis() - 10_000));
      bench.round("while they come due");
      bench.rounds("while they wait");
      OUT.printf(
          "the bad one was called %,d times; of its deliveries %,.0f wait, %,.0f are being"
              + " called%n",
          bad.calls(), deliveries(server, "pending"), deliveries(server, "leased"));
      bench.figures.print();
    }
  }

  private static double deliveries(BenchServer server, String state)
      throws IOException, InterruptedException {
    return server.metrics().get("chime_deliveries{state=\"" + state + "\"}");
  }

  private void warmUp() throws IOException, InterruptedException {
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      load.calls(receiver, calls);
    }
  }

  private void rounds(String what) throws IOException, InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      round(what);
    }
  }

  private void round(String what) throws IOException, InterruptedException {
    load.lateness(receiver, calls, figures, what, SideBySide.CHIME);
  }
}
