package dev.chime.delivery;

import java.time.Instant;

/**
 * Is told when deliveries become available, or may have: because timers have elapsed, leases were
 * given back, or dead deliveries are tried again. A hint: it may come twice, or late from other
 * processes, or in vain. Called on any thread; must be quick and not throw.
 */
@FunctionalInterface
public interface DeliveryListener {

  /**
   * Deliveries of this lane become available at {@code at}, or are now.
   *
   * @param at when; it may have passed
   */
  void available(Lane lane, Instant at);
}
