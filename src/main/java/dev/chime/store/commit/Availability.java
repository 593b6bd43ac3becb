package dev.chime.store.commit;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.Lane;
import java.time.Instant;
import java.util.Objects;

/**
 * Deliveries that become available, at once or later.
 *
 * @param lane their lane
 * @param at when
 */
public record Availability(Lane lane, Instant at) {

  /** When an open delivery becomes available. */
  static Availability of(Delivery delivery) {
    return new Availability(delivery.lane(), Objects.requireNonNull(delivery.availableAt()));
  }
}
