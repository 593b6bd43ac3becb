package dev.chime.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates timers on a thread of its own, so many for each second, each about a second before it is
 * due.
 */
final class TimerFeed implements AutoCloseable {

  private static final Duration LEAD = Duration.ofSeconds(1);
  private static final int STEP_MILLIS = 10;

  private record Created(String id, Instant deadline) {}

  private final Queue<Created> created = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private final AtomicInteger late = new AtomicInteger();

  private TimerFeed(BenchServer server, int perSecond, Duration time) {
    thread = Thread.ofPlatform().name("feed").start(() -> run(server, perSecond, time));
  }

  static TimerFeed start(BenchServer server, int perSecond, Duration time) {
    return new TimerFeed(server, perSecond, time);
  }

  private void run(BenchServer server, int perSecond, Duration time) {
    try (TimerBatches batches = new TimerBatches(server)) {
      Instant first = Instant.ofEpochMilli(Instant.now().plus(LEAD.multipliedBy(2)).toEpochMilli());
      int each = perSecond * STEP_MILLIS / 1_000;
      for (int step = 0; step < time.toMillis() / STEP_MILLIS; step++) {
        Instant from = first.plusMillis((long) step * STEP_MILLIS);
        Thread.sleep(Math.max(0, Duration.between(Instant.now(), from.minus(LEAD)).toMillis()));
        List<Instant> deadlines = new ArrayList<>();
        for (int i = 0; i < each; i++) {
          deadlines.add(from.plusMillis((long) i * STEP_MILLIS / each));
        }
        List<String> ids = batches.create(deadlines);
        if (Instant.now().isAfter(from)) {
          late.incrementAndGet();
        }
        for (int i = 0; i < each; i++) {
          created.add(new Created(ids.get(i), deadlines.get(i)));
        }
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has somebody wait for each that has been created since the last time. */
  void drainTo(Crowd crowd) {
    try {
      for (Created each = created.poll(); each != null; each = created.poll()) {
        crowd.get("/timers/" + each.id() + CrowdBench.WAIT, each.deadline().toEpochMilli() * 1_000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many batches were created only when they were due. */
  int late() {
    return late.get();
  }

  @Override
  public void close() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
