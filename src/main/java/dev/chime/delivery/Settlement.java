package dev.chime.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What whoever holds the lease of a delivery says about it.
 *
 * @param id the delivery
 * @param token the token of the lease
 * @param result what is to become of it
 * @param attempt the attempt, to be kept; null for none
 */
public record Settlement(DeliveryId id, String token, Result result, @Nullable Attempt attempt) {

  /** What is to become of a delivery. */
  public sealed interface Result {

    /** It was carried out. */
    record Delivered() implements Result {}

    /**
     * It is to be tried again.
     *
     * @param at the earliest time
     */
    record Retry(Instant at) implements Result {}

    /** It is given up. */
    record Dead() implements Result {}

    /**
     * The lease is to end later, or earlier.
     *
     * @param until the new end
     */
    record Extended(Instant until) implements Result {}
  }

  /** The store's answer. */
  public sealed interface Outcome {

    /**
     * It has become of the delivery what was said.
     *
     * @param delivery the delivery as it is now
     */
    record Settled(Delivery delivery) implements Outcome {}

    /**
     * The lease had ended and somebody else has claimed it since, or it is final. Nothing has
     * changed. A lease that has ended counts as long as nobody else has claimed the delivery.
     *
     * @param delivery the delivery as it is
     */
    record Stale(Delivery delivery) implements Outcome {}
  }
}
