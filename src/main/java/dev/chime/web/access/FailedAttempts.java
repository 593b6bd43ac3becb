package dev.chime.web.access;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * Counts wrong keys, in all and by the address they come from. Thread-safe.
 *
 * <p>A right key is always let in, whatever else its address sends: keys cannot be guessed, and
 * others behind the same proxy must not suffer. The limit keeps those who try from filling logs and
 * statistics.
 */
final class FailedAttempts {

  private static final int BURST = 20;
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int MOST_ADDRESSES = 10_000;

  private final LoadingCache<String, Bucket> addresses =
      Caffeine.newBuilder()
          .maximumSize(MOST_ADDRESSES)
          .expireAfterAccess(EVERY.multipliedBy(2 * BURST))
          .build(
              address ->
                  Bucket.builder()
                      .addLimit(limit -> limit.capacity(BURST).refillGreedy(1, EVERY))
                      .build());
  private final Counter refused;
  private final Counter limited;

  FailedAttempts(MeterRegistry registry) {
    refused = counter("refused", registry);
    limited = counter("limited", registry);
  }

  private static Counter counter(String outcome, MeterRegistry registry) {
    return Counter.builder("chime.access.failures")
        .tag("outcome", outcome)
        .description("Requests with a wrong API key")
        .register(registry);
  }

  /** Counts one. Answers the seconds to wait for the next, or 0 if the address is in its limit. */
  long count(String address) {
    ConsumptionProbe probe = addresses.get(address).tryConsumeAndReturnRemaining(1);
    if (probe.isConsumed()) {
      refused.increment();
      return 0;
    }
    limited.increment();
    return 1 + Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds();
  }
}
