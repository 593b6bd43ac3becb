package dev.chime.web;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
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

  /** A wait with its jitter, by chance. */
  Duration spread(Duration wait) {
    return spread(wait, ThreadLocalRandom.current());
  }

  /**
   * A wait with its jitter: a little longer, or as far as that would be too long, shorter. So all
   * ends within the jitter are as likely as each other, also next to the longest wait.
   */
  Duration spread(Duration wait, RandomGenerator random) {
    long most = (long) (wait.toMillis() * jitter);
    if (most < 1) {
      return wait;
    }
    long later = Math.min(most, maxWait.minus(wait).toMillis());
    return wait.plusMillis(later - random.nextLong(most + 1));
  }
}
