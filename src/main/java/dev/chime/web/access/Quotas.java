package dev.chime.web.access;

import dev.chime.timer.Namespace;
import java.util.Map;

/**
 * The quota of each namespace.
 *
 * @param usual that of namespaces without one of their own
 * @param own those of the others
 */
public record Quotas(Quota usual, Map<Namespace, Quota> own) {

  /** A namespace's quota. */
  public Quota of(Namespace namespace) {
    return own.getOrDefault(namespace, usual);
  }

  /** How many of its timers may be pending. */
  public long maxPending(Namespace namespace) {
    long most = of(namespace).maxPending();
    return most == 0 ? Long.MAX_VALUE : most;
  }

  /** How many of its requests may wait. */
  public int maxWaiters(Namespace namespace) {
    int most = of(namespace).maxWaiters();
    return most == 0 ? Integer.MAX_VALUE : most;
  }
}
