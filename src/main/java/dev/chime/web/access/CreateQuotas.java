package dev.chime.web.access;

import dev.chime.timer.Namespace;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.problem.LimitExceededException;
import dev.chime.web.problem.ProblemType;
import dev.chime.web.problem.RateLimit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Limits the rate at which namespaces create timers: a token bucket for each. Thread-safe. */
@Component
public class CreateQuotas {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Quotas quotas;
  private final ConcurrentMap<Namespace, Bucket> buckets = new ConcurrentHashMap<>();

  CreateQuotas(Quotas quotas) {
    this.quotas = quotas;
  }

  /**
   * Takes tokens for new timers, and adds headers to the response that say how many are left.
   *
   * @param count the number of new timers
   * @throws LimitExceededException if there are not enough tokens
   * @throws InvalidRequestException if there never are
   */
  public void take(Namespace namespace, int count, HttpServletResponse response) {
    Quota quota = quotas.of(namespace);
    if (quota.createsPerSecond() == 0) {
      return;
    }
    if (count > quota.createsBurst()) { // no wait would help
      throw new InvalidRequestException(
          "body",
          "must have at most "
              + quota.createsBurst()
              + " items, since no more timers may be created at once");
    }
    Bucket bucket = buckets.computeIfAbsent(namespace, key -> bucket(quota));
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(count);
    RateLimit limit =
        new RateLimit(
            "creates",
            quota.createsBurst(),
            Math.ceilDiv(quota.createsBurst(), quota.createsPerSecond()),
            probe.getRemainingTokens(),
            Math.ceilDiv(probe.getNanosToWaitForReset(), SECOND.toNanos()));
    if (!probe.isConsumed()) {
      throw new LimitExceededException(
          ProblemType.TOO_MANY_CREATES,
          "At most "
              + quota.createsBurst()
              + " timers may be created at once, and "
              + quota.createsPerSecond()
              + " a second",
          limit,
          Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
    HttpHeaders headers = new HttpHeaders();
    limit.addTo(headers);
    headers.forEach((name, values) -> response.setHeader(name, values.getFirst()));
  }

  private static Bucket bucket(Quota quota) {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit.capacity(quota.createsBurst()).refillGreedy(quota.createsPerSecond(), SECOND))
        .withNanosecondPrecision()
        .build();
  }
}
