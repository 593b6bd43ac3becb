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

/** A store that does what another one does, unless it is told otherwise. */
public class DelegatingDeliveryStore implements DeliveryStore {

  private final DeliveryStore store;

  /** A store like this one. */
  public DelegatingDeliveryStore(DeliveryStore store) {
    this.store = store;
  }

  @Override
  public Future<Claim> claim(Lane lane, int max, Duration lease, Instant now) {
    return store.claim(lane, max, lease, now);
  }

  @Override
  public Future<List<Optional<Settlement.Outcome>>> settle(
      List<Settlement> settlements, Instant now) {
    return store.settle(settlements, now);
  }

  @Override
  public Future<List<Optional<Delivery>>> find(List<DeliveryId> ids) {
    return store.find(ids);
  }

  @Override
  public Future<List<Attempt>> attempts(DeliveryId id) {
    return store.attempts(id);
  }

  @Override
  public Future<DeliveryQuery.Page> list(DeliveryQuery query) {
    return store.list(query);
  }

  @Override
  public Future<List<Delivery>> retry(List<DeliveryId> ids, Instant now) {
    return store.retry(ids, now);
  }

  @Override
  public Future<Integer> kill(Lane lane, Instant now, int limit) {
    return store.kill(lane, now, limit);
  }

  @Override
  public Future<Long> depth(Lane lane, long limit) {
    return store.depth(lane, limit);
  }

  @Override
  public Future<Map<Lane, Instant>> openLanes() {
    return store.openLanes();
  }

  @Override
  public Future<Optional<OpenLane>> nextOpen(
      Namespace namespace, @Nullable Destination after, int limit) {
    return store.nextOpen(namespace, after, limit);
  }

  @Override
  public Future<Integer> countDead(Namespace namespace, int limit) {
    return store.countDead(namespace, limit);
  }

  @Override
  public Future<Map<DeliveryState, Long>> counts() {
    return store.counts();
  }

  @Override
  public Future<Integer> purge(Instant deliveredBefore, Instant deadBefore, int limit) {
    return store.purge(deliveredBefore, deadBefore, limit);
  }
}
