package dev.chime.web.access;

import dev.chime.timer.Namespace;
import java.util.Map;

/**
 * The quotas of all namespaces.
 *
 * @param fallback the quota of a namespace that has none of its own
 * @param own the quotas of single namespaces
 */
public record Quotas(Quota fallback, Map<Namespace, Quota> own) {

  /** The quota of a namespace. */
  public Quota of(Namespace namespace) {
    return own.getOrDefault(namespace, fallback);
  }

  /** How many timers of a namespace may be pending; the largest number if there is no limit. */
  public long maxPending(Namespace namespace) {
    long limit = of(namespace).maxPending();
    return limit == 0 ? Long.MAX_VALUE : limit;
  }

  /** How many requests of a namespace may wait; the largest number if there is no limit. */
  public int maxWaiters(Namespace namespace) {
    int limit = of(namespace).maxWaiters();
    return limit == 0 ? Integer.MAX_VALUE : limit;
  }
}
