package dev.chime.bench;

import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.harness.PostgresServer;
import dev.chime.schedule.Missed;
import dev.chime.schedule.Overlap;
import dev.chime.schedule.ScheduleChanges;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleSettings;
import dev.chime.schedule.TimerTemplate;
import dev.chime.schedule.Timing;
import dev.chime.store.JdbcTimerStore;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Program: outcomes with a next occurrence, beside the same without a schedule, on both stores; and
 * 10,000 schedules with an occurrence in each second, on both stores, beside as many recurring
 * tasks of db-scheduler. Without HTTP. PostgreSQL is embedded, with fsync and synchronous commit
 * on.
 *
 * <p>Argument, optional: the seconds of each part, twenty unless told.
 */
public final class ScheduleBench {

  private static final PrintStream OUT = System.out;
  private static final int SECONDS = 20;
  private static final int DUE = 50_000;
  private static final int SCHEDULES = 10_000;
  private static final int BATCH = 1_000;
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** How long after they are made the first ones are due. */
  static final Duration HEAD_START = Duration.ofSeconds(20);

  private static final String PAYLOAD = "\"" + "x".repeat(98) + "\"";

  private ScheduleBench() {}

  /** Runs the program. */
  public static void main(String[] arguments)
      throws InterruptedException, SQLException, IOException {
    Duration time = Duration.ofSeconds(ProgramArguments.of(arguments).number(0, SECONDS));
    OUT.println(Machine.describe(List.of(Machine.flags())));
    try (JdbcTimerStore store = ChimeSubject.open(folder())) {
      outcomes("embedded", store);
    }
    try (JdbcTimerStore store = ChimeSubject.connect(PostgresServer.newDatabase())) {
      outcomes("PostgreSQL", store);
    }
    try (ChimeSubject embedded = new ChimeSubject(folder(), PAYLOAD)) {
      recurring("Chime, embedded", embedded, time);
      OUT.printf("  %,d instants had no occurrence%n", embedded.missed());
    }
    try (ChimeSubject shared = new ChimeSubject(PostgresServer.newDatabase(), PAYLOAD)) {
      recurring("Chime, PostgreSQL", shared, time);
      OUT.printf("  %,d instants had no occurrence%n", shared.missed());
    }
    try (RecurringScheduler peer =
        new RecurringScheduler(PostgresServer.newDatabase(), PAYLOAD, INTERVAL)) {
      recurring("db-scheduler, PostgreSQL", peer, time);
    }
  }

  private static Path folder() throws IOException {
    return Files.createTempDirectory(Path.of("target"), "schedules");
  }

  /** Elapses what is due by sweeping, batch by batch. */
  private static void outcomes(String what, JdbcTimerStore store) throws InterruptedException {
    Instant base = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MILLIS);
    double[] plain = new double[2];
    double[] scheduled = new double[2];
    for (int round = 0; round < 2; round++) { // the first one warms up
      Instant due = base.plus(Duration.ofDays(10L * round));
      for (int i = 0; i < DUE; i += BATCH) {
        createPlain(store, round, i, due);
      }
      plain[round] = sweep(store, due);
      Instant later = due.plus(Duration.ofDays(1));
      for (int i = 0; i < DUE; i += BATCH) {
        createSchedules(store, round, i, later);
      }
      scheduled[round] = sweep(store, later);
      removeSchedules(store, round, later);
    }
    OUT.printf(
        "%s: %,.0f outcomes/s, %,.0f with a next occurrence: %.2f%n",
        what, plain[1], scheduled[1], scheduled[1] / plain[1]);
  }

  private static void createPlain(JdbcTimerStore store, int round, int from, Instant due)
      throws InterruptedException {
    List<Future<?>> all = new ArrayList<>();
    for (int i = from; i < from + BATCH; i++) {
      TimerId id = new TimerId(Namespace.DEFAULT, "plain-" + round + "-" + i);
      TimerDraft draft = new TimerDraft(new Due.At(due), null, PAYLOAD, Map.of());
      all.add(store.create(Timer.create(id, draft, Instant.now()), null));
    }
    ChimeSubject.await(all);
  }

  private static void createSchedules(JdbcTimerStore store, int round, int from, Instant due)
      throws InterruptedException {
    ScheduleSettings settings =
        new ScheduleSettings(
            new Timing.Every(Duration.ofDays(1)),
            due,
            null,
            null,
            Duration.ZERO,
            Missed.ONE,
            Overlap.ALLOW,
            new TimerTemplate(null, PAYLOAD, Map.of(), null));
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    List<Future<?>> all = new ArrayList<>();
    for (int i = from; i < from + BATCH; i++) {
      ScheduleId id = id(round, i);
      all.add(store.schedules().change(id, ScheduleChanges.put(id, settings, _ -> {}), now));
    }
    ChimeSubject.await(all);
  }

  private static ScheduleId id(int round, int number) {
    return new ScheduleId(Namespace.DEFAULT, "schedule-" + round + "-" + number);
  }

  private static void removeSchedules(JdbcTimerStore store, int round, Instant now)
      throws InterruptedException {
    for (int from = 0; from < DUE; from += BATCH) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = from; i < from + BATCH; i++) {
        all.add(store.schedules().change(id(round, i), ScheduleChanges.delete(_ -> {}), now));
      }
      ChimeSubject.await(all);
    }
  }

  private static double sweep(JdbcTimerStore store, Instant due) throws InterruptedException {
    int count = 0;
    long start = System.nanoTime();
    int swept;
    do {
      swept = Executor.blockOn(store.sweep(due, due, BATCH)).size();
      count += swept;
    } while (swept == BATCH);
    if (count != DUE) {
      throw new IllegalStateException(count + " outcomes in place of " + DUE);
    }
    return count / ((System.nanoTime() - start) / 1e9);
  }

  /** What has recurring work. */
  interface Recurring {

    /** Sets who is told how late each is, in nanoseconds, and begins. */
    void begin(LongConsumer lateness);

    /** Makes so much of it, each with the same interval, the first ones spread over it. */
    void schedule(int count, Duration interval) throws InterruptedException;
  }

  private static void recurring(String name, Recurring subject, Duration time)
      throws InterruptedException {
    LongAdder count = new LongAdder();
    ConcurrentHistogram late = new ConcurrentHistogram(3);
    boolean[] isMeasuring = new boolean[1];
    subject.schedule(SCHEDULES, INTERVAL);
    subject.begin(
        nanos -> {
          if (isMeasuring[0]) {
            count.increment();
            late.recordValue(Math.max(0, nanos));
          }
        });
    Thread.sleep(HEAD_START.plus(time.dividedBy(2))); // until all have begun, and are warm
    isMeasuring[0] = true;
    long start = System.nanoTime();
    Thread.sleep(time);
    double seconds = (System.nanoTime() - start) / 1e9;
    isMeasuring[0] = false;
    OUT.printf(
        "%s, %,d of them each second: %,.0f/s, late by p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        name,
        SCHEDULES,
        count.sum() / seconds,
        late.getValueAtPercentile(50) / 1e6,
        late.getValueAtPercentile(99) / 1e6,
        late.getMaxValue() / 1e6);
  }
}
