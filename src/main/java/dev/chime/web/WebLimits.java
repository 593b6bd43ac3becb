package dev.chime.web;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How far requests may go.
 *
 * @param defaultWait how long a long-poll waits that does not say
 * @param maxWait the longest that a long-poll may wait
 * @param jitter the part of a wait by which its end is spread, so that crowds do not come back at
 *     once
 * @param heartbeat the longest silence on a stream of events
 * @param maxPayloadBytes the most bytes of JSON, in UTF-8, that a timer carries
 * @param maxBatchBytes the most bytes of a batch
 */
public record WebLimits(
    Duration defaultWait,
    Duration maxWait,
    double jitter,
    Duration heartbeat,
    int maxPayloadBytes,
    int maxBatchBytes) {

  /** A wait with its jitter: a little longer, unless that would be too long; then shorter. */
  Duration spread(Duration wait, RandomGenerator random) {
    long most = (long) (wait.toMillis() * jitter);
    if (most < 1) {
      return wait;
    }
    Duration spread = wait.plusMillis(random.nextLong(most + 1));
    return spread.compareTo(maxWait) > 0
        ? wait.compareTo(maxWait) < 0 ? maxWait : wait.minusMillis(random.nextLong(most + 1))
        : spread;
  }
}
