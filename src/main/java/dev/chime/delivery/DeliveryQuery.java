package dev.chime.delivery;

import dev.chime.timer.Destination;
import dev.chime.timer.ListOrder;
import dev.chime.timer.Namespace;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query for a page of the deliveries of a namespace, ordered by id.
 *
 * @param namespace the namespace
 * @param states selects deliveries in one of these states; not empty
 * @param destination selects deliveries to this destination; null for any
 * @param since selects deliveries of timers that were due at this time or later; null for any
 * @param idPrefix selects deliveries whose ids begin with this; empty for any
 * @param order the order of the list
 * @param after the id at the end of the page before; null for the first page
 * @param limit the largest number of deliveries on a page
 */
public record DeliveryQuery(
    Namespace namespace,
    Set<DeliveryState> states,
    @Nullable Destination destination,
    @Nullable Instant since,
    String idPrefix,
    ListOrder order,
    @Nullable String after,
    int limit) {

  /**
   * A page of a list.
   *
   * @param deliveries the deliveries; may be fewer than the limit, even if there are more pages
   * @param next the id after which the next page begins; null if this is the last page
   */
  public record Page(List<Delivery> deliveries, @Nullable String next) {}

  /** Copies the states. */
  public DeliveryQuery {
    states = Set.copyOf(states);
  }

  /** A query for deliveries of any id. */
  public DeliveryQuery(
      Namespace namespace,
      Set<DeliveryState> states,
      @Nullable Destination destination,
      @Nullable Instant since,
      @Nullable String after,
      int limit) {
    this(namespace, states, destination, since, "", ListOrder.ASCENDING, after, limit);
  }

  /** The same list, starting after another id. */
  public DeliveryQuery after(@Nullable String id) {
    return new DeliveryQuery(namespace, states, destination, since, idPrefix, order, id, limit);
  }
}
