package dev.chime.store.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;

/**
 * An estimate of the database's clock. A sample is the database's time, which arrives late by at
 * most the round trip. Of the latest samples the one with the shortest round trip is used (as NTP
 * filters its samples, RFC 5905, section 10). So the estimate is never ahead of the database's
 * clock, except for the drift between the two machines' clocks within seconds. Thread-safe.
 */
final class DatabaseClock {

  private static final int SAMPLES = 8;

  private record Sample(Instant time, long nanos, long roundTrip) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  private boolean outdated;

  /**
   * Adds a sample.
   *
   * @param time the database's time
   * @param nanos the {@link System#nanoTime()} at which it arrived
   * @param roundTrip the time from the query to its result, in nanoseconds
   */
  synchronized void add(Instant time, long nanos, long roundTrip) {
    if (outdated) {
      samples.clear();
      outdated = false;
    }
    if (samples.size() == SAMPLES) {
      samples.removeFirst();
    }
    samples.addLast(new Sample(time, nanos, roundTrip));
  }

  /** Drops all samples when the next one arrives: it may come from another machine's clock. */
  synchronized void reset() {
    outdated = true;
  }

  private synchronized Sample best() {
    return samples.stream().min(Comparator.comparingLong(Sample::roundTrip)).orElseThrow();
  }

  /** The current time of the database's clock, or a little earlier. */
  Instant now() {
    Sample best = best();
    return best.time.plus(Duration.ofNanos(System.nanoTime() - best.nanos));
  }
}
