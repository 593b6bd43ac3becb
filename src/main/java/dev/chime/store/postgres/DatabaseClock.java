package dev.chime.store.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;

/**
 * A database's clock, seen from here. A reading is that of the moment when its answer arrived, or
 * earlier by no more than the round trip; of the latest ones that with the shortest counts (as NTP
 * filters its samples, RFC 5905, section 10). So what is told is never ahead of the clock itself,
 * but for what two clocks drift apart in seconds. Thread-safe.
 */
final class DatabaseClock {

  private static final int SAMPLES = 8;

  private record Sample(Instant time, long nanos, long roundTrip) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  private boolean forgetting;

  /**
   * Takes in a reading.
   *
   * @param time what it read
   * @param nanos what {@link System#nanoTime()} read when that arrived
   * @param roundTrip nanoseconds since it was asked for
   */
  synchronized void add(Instant time, long nanos, long roundTrip) {
    if (forgetting) {
      samples.clear();
      forgetting = false;
    }
    if (samples.size() == SAMPLES) {
      samples.removeFirst();
    }
    samples.addLast(new Sample(time, nanos, roundTrip));
  }

  /** Forgets all readings as soon as there is a new one: the clock may be another one. */
  synchronized void forget() {
    forgetting = true;
  }

  private synchronized Sample best() {
    return samples.stream().min(Comparator.comparingLong(Sample::roundTrip)).orElseThrow();
  }

  /** What it reads now, or a little less. */
  Instant now() {
    Sample best = best();
    return best.time.plus(Duration.ofNanos(System.nanoTime() - best.nanos));
  }
}
