package dev.chime.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * Program: deliveries of the packaged jar, over real sockets, with the embedded store: how many
 * calls of a fast receiver it makes in a second, how many claims and acks it answers, and how late
 * calls are at a rate. Receiver and workers are on the same machine, and so compete.
 *
 * <p>Arguments, optional: how many deliveries are due at once, 30,000 unless told; how many timers
 * a second for the rate, 500 unless told. And the flags of the JVM that is measured, and {@code
 * --slow-disk}, see {@link Disk}.
 */
public final class DeliveryBench {

  private static final PrintStream OUT = System.out;
  private static final int PORT = 18_080;
  private static final int COUNT = 30_000;
  private static final int RATE = 500;
  private static final int ROUNDS = 3;
  private static final int WORKERS = 8;
  private static final Duration LEAD = Duration.ofSeconds(6);
  private static final Duration RATE_TIME = Duration.ofSeconds(20);
  private static final List<String> SETTINGS =
      List.of("--chime.deliveries.http=true", "--chime.deliveries.allow=127.0.0.1");

  private final DeliveryClient client;
  private final HookReceiver receiver;
  private final int count;
  private final int rate;

  private DeliveryBench(DeliveryClient client, HookReceiver receiver, int count, int rate) {
    this.client = client;
    this.receiver = receiver;
    this.count = count;
    this.rate = rate;
  }

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    ProgramArguments given = ProgramArguments.of(arguments);
    List<String> flags = given.flagsOr(JvmFlags.ofImage());
    Path folder = Files.createTempDirectory(Path.of("target"), "delivery-bench");
    Disk disk = Disk.of(folder, given.slowDisk());
    OUT.println(Machine.describe(flags) + "; " + disk.description());
    try (BenchServer server =
            BenchServer.startJar(PORT, folder, flags, SETTINGS, List.of(), disk.environment());
        HookReceiver receiver = HookReceiver.start();
        DeliveryClient client = new DeliveryClient(server)) {
      client.endpoint("fast", receiver.port());
      DeliveryBench bench =
          new DeliveryBench(client, receiver, given.number(0, COUNT), given.number(1, RATE));
      for (int round = 1; round <= ROUNDS; round++) {
        bench.pushes(round);
        bench.pulls(round);
      }
      bench.lateness();
    }
  }

  private void pushes(int round) throws IOException, InterruptedException {
    Instant due = due();
    receiver.expect(count);
    client.create(Collections.nCopies(count, due), "{\"to\":\"fast\"}");
    checkInTime(due);
    Instant last = receiver.await();
    OUT.printf("round %d: %,.0f calls/s%n", round, perSecond(due, last));
  }

  private void pulls(int round) throws Exception {
    Instant due = due();
    client.create(Collections.nCopies(count, due), "{\"queue\":\"work\"}");
    checkInTime(due);
    AtomicInteger left = new AtomicInteger(count);
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        all.add(
            workers.submit(
                () -> {
                  while (left.get() > 0) {
                    left.addAndGet(-client.claimAndAck("work"));
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    OUT.printf("round %d: %,.0f claims and acks/s%n", round, perSecond(due, Instant.now()));
  }

  private void lateness() throws IOException, InterruptedException {
    int all = Math.toIntExact(rate * RATE_TIME.toSeconds());
    receiver.expect(all);
    Instant first = due();
    List<Instant> deadlines = new ArrayList<>();
    for (int i = 0; i < all; i++) {
      deadlines.add(first.plusMillis(i * 1_000L / rate));
    }
    client.create(deadlines, "{\"to\":\"fast\"}");
    checkInTime(first);
    receiver.await();
    Histogram late = receiver.lateMicros();
    OUT.printf(
        "%,d timers/s: the receiver has the first byte after ms, p50 %.1f, p99 %.1f, max %.1f%n",
        rate,
        late.getValueAtPercentile(50) / 1e3,
        late.getValueAtPercentile(99) / 1e3,
        late.getMaxValue() / 1e3);
  }

  private static Instant due() {
    return Instant.ofEpochMilli(Instant.now().plus(LEAD).toEpochMilli());
  }

  private static void checkInTime(Instant due) {
    if (Instant.now().isAfter(due)) {
      throw new IllegalStateException("the timers came due before all were created");
    }
  }

  private double perSecond(Instant from, Instant to) {
    return count / (Duration.between(from, to).toNanos() / 1e9);
  }
}
