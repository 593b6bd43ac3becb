package dev.chime.delivery;

import dev.chime.timer.Timer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it stands. Immutable. All times are whole milliseconds of the service's clock.
 *
 * @param id its id
 * @param timer the timer as it elapsed; it has a {@linkplain Timer#destination() destination}
 * @param state its state; {@code LEASED} even if the lease has ended and nobody has claimed it
 *     since
 * @param attempts how often it was leased
 * @param availableAt when it may be claimed: at the end of the pause or of the lease; null if it is
 *     final
 * @param token the token of the lease; null unless it is leased
 * @param finishedAt when it came to its end; null if it has not
 */
public record Delivery(
    DeliveryId id,
    Timer timer,
    DeliveryState state,
    int attempts,
    @Nullable Instant availableAt,
    @Nullable String token,
    @Nullable Instant finishedAt) {

  /** Where it goes. */
  public Lane lane() {
    return Lane.of(timer);
  }
}
