package dev.chime.web.access;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * Counts requests with a wrong key, in total and for each client address. Thread-safe.
 *
 * <p>A valid key is always accepted, even if its address has also sent wrong ones. Keys cannot be
 * guessed, and other clients behind the same proxy must not suffer. The limit keeps attackers from
 * filling logs and metrics.
 */
final class FailedAttempts {

  private static final int BURST = 20;
  private static final Duration REFILL = Duration.ofSeconds(1);
  private static final int MAX_ADDRESSES = 10_000;

  private final LoadingCache<String, Bucket> addresses =
      Caffeine.newBuilder()
          .maximumSize(MAX_ADDRESSES)
          .expireAfterAccess(REFILL.multipliedBy(2 * BURST))
          .build(
              address ->
                  Bucket.builder()
                      .addLimit(limit -> limit.capacity(BURST).refillGreedy(1, REFILL))
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

  /**
   * Counts a request with a wrong key.
   *
   * @return 0 if the address is within its limit, otherwise the seconds to wait for the next
   *     attempt
   */
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
