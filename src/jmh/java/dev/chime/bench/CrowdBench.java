package dev.chime.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** Many who wait at one server: what they cost, and how soon they are answered. */
final class CrowdBench {

  private static final int DIGITS = 3;
  private static final int FILES_AT_REST = 500;
  private static final int ARRIVING_AT_ONCE = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Longer than any timer takes here, jitter included. */
  static final String WAIT = "?wait=120";

  private final BenchServer server;
  private final Figures figures;
  private final String who;
  private int answered;
  private long last;
  private Histogram lateness = new Histogram(DIGITS);
  private long earliest;

  CrowdBench(BenchServer server, Figures figures, String who) {
    this.server = server;
    this.figures = figures;
    this.who = who;
  }

  private void answered(Crowd.Client client, long micros) {
    answered++;
    last = micros;
    long late = micros - client.due();
    earliest = Math.min(earliest, late);
    lateness.recordValue(Math.max(0, late));
  }

  /** Waits until those of before have gone, which costs the server something, too. */
  private void begin() throws IOException, InterruptedException {
    while (server.openFiles() > FILES_AT_REST) {
      Thread.sleep(10);
    }
    answered = 0;
    earliest = 0;
    lateness = new Histogram(DIGITS);
  }

  private void check(int expected) {
    if (answered != expected || earliest < 0) {
      throw new IllegalStateException(
          "%d answers of %d, %d us early".formatted(answered, expected, -earliest));
    }
  }

  private static Instant in(Duration time) {
    return Instant.ofEpochMilli(Instant.now().plus(time).toEpochMilli());
  }

  private static long micros(Instant time) {
    return time.toEpochMilli() * 1_000;
  }

  /**
   * Has so many wait for one timer, all at once: what each costs, how long it takes until all wait,
   * and until all are answered.
   */
  void oneTimer(int waiters, boolean atOnce, Duration lead)
      throws IOException, InterruptedException {
    begin();
    long before = server.settledBytes();
    double allocated = isOurs() ? server.allocatedBytes() : 0;
    try (TimerBatches batches = new TimerBatches(server);
        Crowd crowd = new Crowd(server.port(), this::answered)) {
      Instant deadline = in(lead);
      String path = "/timers/" + batches.create(List.of(deadline)).getFirst() + WAIT;
      long start = System.nanoTime();
      for (int i = 0; i < waiters; i++) {
        crowd.get(path, micros(deadline));
        if (!atOnce) {
          crowd.turnUntil(() -> crowd.connecting() < ARRIVING_AT_ONCE, PATIENCE);
        }
      }
      crowd.turnUntil(() -> crowd.connecting() == 0, PATIENCE);
      double connected = (System.nanoTime() - start) / 1e9;
      double parked = connected;
      if (isOurs()) {
        while (server.metrics().get("chime_waiters") < waiters) {
          Thread.sleep(10);
        }
        parked = (System.nanoTime() - start) / 1e9;
      }
      String what = "%,d on one timer".formatted(waiters);
      if (atOnce) {
        figures.add(who, what + ": all connected after s", connected);
      }
      if (isOurs()) {
        figures.add(who, what + ": all parked after s", parked);
      }
      if (Instant.now().isBefore(deadline.minusSeconds(5))) {
        Thread.sleep(2_000); // the rest of their requests
        figures.add(
            who, what + ": KB each, resident", (server.settledBytes() - before) / 1024.0 / waiters);
      }
      crowd.turnUntil(() -> answered == waiters, PATIENCE);
      check(waiters);
      figures.add(who, what + ": all answered after ms", (last - micros(deadline)) / 1e3);
      if (isOurs()) {
        figures.add(
            who,
            what + ": KB allocated for each, from connecting to the answer",
            (server.allocatedBytes() - allocated) / 1024 / waiters);
      }
    }
  }

  private boolean isOurs() {
    return who.equals(Figures.CHIME);
  }

  /** Has so many wait, each for a timer of its own, which are spread evenly over a time. */
  void spread(int waiters, Duration lead, Duration time) throws IOException, InterruptedException {
    begin();
    Instant first = in(lead);
    SplittableRandom random = new SplittableRandom(1);
    List<Instant> deadlines = new ArrayList<>();
    for (int i = 0; i < waiters; i++) {
      deadlines.add(first.plusMillis(random.nextLong(time.toMillis())));
    }
    Collections.sort(deadlines);
    try (TimerBatches batches = new TimerBatches(server);
        Crowd crowd = new Crowd(server.port(), this::answered)) {
      List<String> ids = batches.create(deadlines);
      for (int i = 0; i < waiters; i++) {
        crowd.get("/timers/" + ids.get(i) + WAIT, micros(deadlines.get(i)));
        crowd.turnUntil(() -> crowd.connecting() < ARRIVING_AT_ONCE, PATIENCE);
      }
      if (Instant.now().isAfter(first)) {
        throw new IllegalStateException("they came due before all of them waited");
      }
      Cpu cpu = Cpu.begin(server);
      crowd.turnUntil(() -> answered == waiters, PATIENCE);
      check(waiters);
      String what = "%,d over %d s".formatted(waiters, time.toSeconds());
      tellLateness(what);
      cpu.tell(figures, who, what);
    }
  }

  private void tellLateness(String what) {
    figures.add(who, what + ": answer late by ms, p50", lateness.getValueAtPercentile(50) / 1e3);
    figures.add(who, what + ": answer late by ms, p99", lateness.getValueAtPercentile(99) / 1e3);
    figures.add(
        who, what + ": answer late by ms, p99.9", lateness.getValueAtPercentile(99.9) / 1e3);
    figures.add(who, what + ": answer late by ms, max", lateness.getMaxValue() / 1e3);
  }

  /**
   * So many timers come due in each second, and each has somebody who waits.
   *
   * @param when which of several times this is
   */
  void rate(int perSecond, Duration time, String when) throws IOException, InterruptedException {
    begin();
    String what = "%,d/s for %d s%s".formatted(perSecond, time.toSeconds(), when);
    ServerLateness before = ServerLateness.of(server, isOurs());
    int count = Math.toIntExact(perSecond * time.toSeconds());
    Cpu cpu = Cpu.begin(server);
    try (Crowd crowd = new Crowd(server.port(), this::answered);
        TimerFeed feed = TimerFeed.start(server, perSecond, time)) {
      crowd.turnUntil(
          () -> {
            feed.drainTo(crowd);
            return answered == count;
          },
          time.plus(PATIENCE));
      check(count);
      figures.add(who, what + ": created after deadline", feed.late());
    }
    tellLateness(what);
    ServerLateness.of(server, isOurs()).minus(before).tell(figures, who, what);
    cpu.tell(figures, who, what);
  }
}
