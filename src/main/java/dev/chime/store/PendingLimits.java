package dev.chime.store;

import dev.chime.store.commit.PendingLimit;
import dev.chime.store.commit.Writers;
import dev.chime.timer.Namespace;
import java.util.function.LongSupplier;

/** How many timers may be pending. Thread-safe. */
final class PendingLimits {

  private final StoreLimits limits;
  private final Writers writers;
  private final OpenDeliveries openDeliveries;
  private final LongSupplier pending;

  /**
   * Limits of a store.
   *
   * @param pending how many timers are pending now
   */
  PendingLimits(
      StoreLimits limits, Writers writers, OpenDeliveries openDeliveries, LongSupplier pending) {
    this.limits = limits;
    this.writers = writers;
    this.openDeliveries = openDeliveries;
    this.pending = pending;
  }

  /**
   * The limit that applies to a new timer: the limit of the whole store if it is reached, otherwise
   * that of the timer's namespace. The former is checked here, against the committed timers and the
   * queued commands. Against the latter count the open deliveries of the namespace, too: whoever
   * takes none of its deliveries cannot go on to create timers that make more.
   */
  PendingLimit of(Namespace namespace) {
    if (pending.getAsLong() + writers.queued() >= limits.maxPending()) {
      return new PendingLimit(null, limits.maxPending(), 0, true);
    }
    long max = limits.maxPendingOf().applyAsLong(namespace);
    return new PendingLimit(namespace, max, openDeliveries.of(namespace, max), false);
  }
}
