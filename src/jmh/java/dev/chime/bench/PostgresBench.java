package dev.chime.bench;

import dev.chime.harness.PostgresServer;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Program: timers in PostgreSQL, by Chime's service and by db-scheduler, without HTTP: creates by
 * one caller after the other, by 64 at a time, and in batches of 1,000 by two; 50,000 that come due
 * at once; and 1,000 that come due in each second. PostgreSQL is embedded, with fsync and
 * synchronous commit on.
 *
 * <p>Argument, optional: the seconds of each part, ten unless told.
 */
public final class PostgresBench {

  private static final PrintStream OUT = System.out;
  private static final int SECONDS = 10;
  private static final int CALLERS = 64;
  private static final int BATCHERS = 2;
  private static final int BATCH = 1_000;
  private static final int DUE = 50_000;
  private static final int RATE = 1_000;
  private static final Duration LEAD = Duration.ofSeconds(10);
  private static final String PAYLOAD = "\"" + "x".repeat(98) + "\"";

  private final PostgresSubject subject;
  private final Duration time;

  private PostgresBench(PostgresSubject subject, Duration time) {
    this.subject = subject;
    this.time = time;
  }

  /** Runs the program. */
  public static void main(String[] arguments) throws InterruptedException, SQLException {
    Duration time = Duration.ofSeconds(ProgramArguments.of(arguments).number(0, SECONDS));
    OUT.println(Machine.describe(List.of(Machine.flags())));
    try (PostgresSubject chime = new ChimeSubject(PostgresServer.newDatabase(), PAYLOAD)) {
      new PostgresBench(chime, time).run();
    }
    try (PostgresSubject peer = new DbSchedulerSubject(PostgresServer.newDatabase(), PAYLOAD)) {
      new PostgresBench(peer, time).run();
    }
  }

  private interface Work {
    int once() throws InterruptedException;
  }

  private void run() throws InterruptedException {
    Instant far = Instant.now().plus(Duration.ofDays(1));
    Work create =
        () -> {
          subject.create(far);
          return 1;
        };
    measure("warm-up, " + CALLERS + " callers", CALLERS, create);
    measure("one caller", 1, create);
    measure(CALLERS + " callers", CALLERS, create);
    measure(
        "batches of " + BATCH,
        BATCHERS,
        () -> {
          subject.createAll(BATCH, far);
          return BATCH;
        });
    elapse();
  }

  private void measure(String what, int callers, Work work) throws InterruptedException {
    LongAdder count = new LongAdder();
    List<Thread> threads = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < callers; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (System.nanoTime() - start < time.toNanos()) {
                        count.add(work.once());
                      }
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    OUT.printf(
        "%s, %s: %,.0f creates/s%n",
        subject.name(), what, count.sum() / ((System.nanoTime() - start) / 1e9));
  }

  private void elapse() throws InterruptedException {
    int spread = Math.toIntExact(RATE * time.toSeconds());
    CountDownLatch due = new CountDownLatch(DUE);
    CountDownLatch spreadOut = new CountDownLatch(spread);
    ConcurrentHistogram late = new ConcurrentHistogram(3);
    subject.begin(
        nanos -> {
          if (due.getCount() > 0) {
            due.countDown();
          } else {
            late.recordValue(Math.max(0, nanos));
            spreadOut.countDown();
          }
        });
    Instant deadline = Instant.now().plus(LEAD);
    for (int i = 0; i < DUE / BATCH; i++) {
      subject.createAll(BATCH, deadline);
    }
    if (Instant.now().isAfter(deadline)) {
      throw new IllegalStateException("they came due before all of them were there");
    }
    await(due);
    double seconds = Duration.between(deadline, Instant.now()).toNanos() / 1e9;
    OUT.printf("%s, %,d due at once: %,.0f elapses/s%n", subject.name(), DUE, DUE / seconds);
    Instant first = Instant.now().plus(LEAD);
    for (int i = 0; i < spread; i += RATE / 100) { // so many each hundredth of a second
      Instant each = first.plusMillis(i * 1_000L / RATE);
      subject.createAll(RATE / 100, each);
    }
    await(spreadOut);
    OUT.printf(
        "%s, %,d due in each second: late by p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        subject.name(),
        RATE,
        late.getValueAtPercentile(50) / 1e6,
        late.getValueAtPercentile(99) / 1e6,
        late.getMaxValue() / 1e6);
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(5, TimeUnit.MINUTES)) {
      throw new IllegalStateException("some never came: " + latch.getCount());
    }
  }
}
