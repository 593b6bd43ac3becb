package dev.chime.web;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * The limits of requests.
 *
 * @param defaultWait how long a long-poll waits if it does not say
 * @param maxWait the longest that a long-poll may wait
 * @param jitter the fraction of a wait by which its end is spread, so that many clients do not
 *     return at once
 * @param heartbeat the longest time without a write on a stream of events
 * @param maxPayloadBytes the most bytes of a timer's payload, as JSON in UTF-8
 * @param maxBatchBytes the most bytes of a batch
 * @param inlineUrls which addresses timers may have of their own
 */
public record WebLimits(
    Duration defaultWait,
    Duration maxWait,
    double jitter,
    Duration heartbeat,
    int maxPayloadBytes,
    int maxBatchBytes,
    InlineUrls inlineUrls) {

  /** Returns a wait with random jitter. */
  Duration spread(Duration wait) {
    return spread(wait, ThreadLocalRandom.current());
  }

  /**
   * Returns a wait with jitter: longer by up to the fraction, or shorter where longer would be
   * above the limit. All ends within that span are equally likely.
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
