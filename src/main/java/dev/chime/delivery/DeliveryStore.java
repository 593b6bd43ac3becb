package dev.chime.delivery;

import dev.chime.async.Future;
import dev.chime.timer.Destination;
import dev.chime.timer.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store of deliveries. It makes a delivery by itself, in the transaction in which a timer with a
 * destination elapses. If several processes share it, each of them may claim any delivery.
 *
 * <p>Asynchronous, as {@link dev.chime.timer.TimerStore} is: no call blocks; when a future is
 * ready, the change is on disk. A future throws {@link dev.chime.timer.StoreException} if the
 * operation fails. Thread-safe.
 */
public interface DeliveryStore {

  /**
   * The answer to a claim.
   *
   * @param deliveries the deliveries that are leased now, each with a token of its own, in the
   *     order in which they became available
   * @param nextAt when the next one of this lane becomes available, as far as is known now: not
   *     after now if more were available than were asked for; null if the lane has no more
   */
  record Claim(List<Delivery> deliveries, @Nullable Instant nextAt) {}

  /**
   * Leases deliveries that are available at {@code now}, those whose lease has ended included.
   *
   * @param max the largest number of deliveries
   * @param lease how long they are leased
   */
  Future<Claim> claim(Lane lane, int max, Duration lease, Instant now);

  /**
   * Ends leases, or changes their ends. Each is settled for itself.
   *
   * @param now the present time
   * @return for each settlement its outcome, in the same order; empty if there is no such delivery
   */
  Future<List<Optional<Settlement.Outcome>>> settle(List<Settlement> settlements, Instant now);

  /**
   * Finds deliveries as they are now, in the same order; empty where there is none with this id.
   */
  Future<List<Optional<Delivery>>> find(List<DeliveryId> ids);

  /** The attempts that were kept of a delivery, the oldest first. */
  Future<List<Attempt>> attempts(DeliveryId id);

  /** Reads a page of deliveries. */
  Future<DeliveryQuery.Page> list(DeliveryQuery query);

  /**
   * Makes deliveries available at once. Dead ones are pending again; those that wait for their next
   * attempt wait no longer. Others stay as they are.
   *
   * @return the deliveries that were changed
   */
  Future<List<Delivery>> retry(List<DeliveryId> ids, Instant now);

  /**
   * Gives up all that is pending in a lane, or whose lease has ended.
   *
   * @param limit the largest number in this call
   * @return how many; {@code limit} if more may be left
   */
  Future<Integer> kill(Lane lane, Instant now, int limit);

  /**
   * The lanes that have deliveries that are not final, and when the first one of each becomes
   * available. For starts: later ones are told by the changes of timers.
   */
  Future<Map<Lane, Instant>> openLanes();

  /** How many deliveries of a lane are not final, for metrics; counted up to a limit. */
  Future<Long> depth(Lane lane, long limit);

  /**
   * Finds the lane with deliveries that are not final whose destination, as text, is the next one
   * in a namespace.
   *
   * @param after the destination before; null for the first one
   * @param limit how many deliveries to count at most
   * @return empty if there is none
   */
  Future<Optional<OpenLane>> nextOpen(Namespace namespace, @Nullable Destination after, int limit);

  /** How many deliveries of a namespace are dead; counted up to a limit. */
  Future<Integer> countDead(Namespace namespace, int limit);

  /** How many deliveries there are in each state that is not {@code DELIVERED}, for metrics. */
  Future<Map<DeliveryState, Long>> counts();

  /**
   * Deletes deliveries that came to their end before these times, and their attempts.
   *
   * @param limit the largest number of deliveries to delete in this call
   * @return how many; {@code limit} if more may be left
   */
  Future<Integer> purge(Instant deliveredBefore, Instant deadBefore, int limit);
}
