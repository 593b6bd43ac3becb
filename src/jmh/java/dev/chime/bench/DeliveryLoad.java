package dev.chime.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The work that one server has to do, ours or a peer's. All that it needs is made beforehand; so
 * what is measured begins at a deadline. How long before depends on how long that has taken the
 * last time.
 */
final class DeliveryLoad {

  /** Makes deliveries to the receiver, due at these times. */
  @FunctionalInterface
  interface Maker {
    void make(List<Instant> deadlines) throws IOException, InterruptedException;
  }

  private static final Duration FIRST_LEAD = Duration.ofSeconds(15);
  private static final Duration LEAST_LEAD = Duration.ofSeconds(5);
  private static final Duration RATE_TIME = Duration.ofSeconds(20);
  private static final double MICROS = 1e3;

  private final int count;
  private final int rate;
  private Duration lead = FIRST_LEAD;

  /**
   * The work of a server that has just been started.
   *
   * @param count how many deliveries are due at once
   * @param rate how many are due in a second, for the lateness
   */
  DeliveryLoad(int count, int rate) {
    this.count = count;
    this.rate = rate;
  }

  int count() {
    return count;
  }

  int rate() {
    return rate;
  }

  /** So many that are due at once, made now. When that is. */
  Instant atOnce(Maker maker) throws IOException, InterruptedException {
    Instant due = due();
    make(maker, Collections.nCopies(count, due));
    return due;
  }

  /** Calls a second, until the receiver has had all that are due at once. */
  double calls(HookReceiver receiver, Maker maker) throws IOException, InterruptedException {
    receiver.expect(count);
    Instant due = atOnce(maker);
    return perSecond(count, due, receiver.await());
  }

  /** How late calls are at the rate. */
  void lateness(HookReceiver receiver, Maker maker, SideBySide figures, String store, String who)
      throws IOException, InterruptedException {
    int all = Math.toIntExact(rate * RATE_TIME.toSeconds());
    receiver.expect(all);
    Instant first = due();
    List<Instant> deadlines = new ArrayList<>();
    for (int i = 0; i < all; i++) {
      deadlines.add(first.plusMillis(i * 1_000L / rate));
    }
    make(maker, deadlines);
    receiver.await();
    Histogram late = receiver.lateMicros();
    String what = store + ", " + rate + "/s: ms from deadline to first byte, ";
    figures.add(what + "p50", who, late.getValueAtPercentile(50) / MICROS);
    figures.add(what + "p99", who, late.getValueAtPercentile(99) / MICROS);
    figures.add(what + "max", who, late.getMaxValue() / MICROS);
  }

  static double perSecond(int count, Instant from, Instant to) {
    return count / (Duration.between(from, to).toNanos() / 1e9);
  }

  private Instant due() {
    return Instant.ofEpochMilli(Instant.now().plus(lead).toEpochMilli());
  }

  private void make(Maker maker, List<Instant> deadlines) throws IOException, InterruptedException {
    Instant begin = Instant.now();
    maker.make(deadlines);
    Instant end = Instant.now();
    if (end.isAfter(deadlines.getFirst())) {
      throw new IllegalStateException("they came due before all were made");
    }
    lead = LEAST_LEAD.plus(Duration.between(begin, end).multipliedBy(4));
  }
}
