package dev.chime.delivery.pull;

import dev.chime.async.Future;
import dev.chime.async.RejectedSpawnException;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerDriver;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryListener;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.DeliveryStore.Claim;
import dev.chime.delivery.Lane;
import dev.chime.delivery.Settlement;
import dev.chime.timer.Millis;
import dev.chime.timer.StoreException;
import dev.chime.timer.service.ServiceClock;
import dev.chime.timer.service.TooManyWaitersException;
import dev.chime.timer.service.WaiterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The queues: workers claim deliveries, and say what has become of them. Those who claim from one
 * queue are served in the order in which they came. Thread-safe. The futures are lazy, and throw
 * {@link StoreException} if the store fails.
 */
public final class QueueService implements DeliveryListener {

  /**
   * How long a lane is left alone after its store has failed, or had nothing although it should.
   */
  static final Duration PAUSE = Duration.ofMillis(20);

  final ServiceClock clock;
  final TimerDriver driver;
  final DeliveryStore store;
  final WaiterRegistry waiters;
  final ClaimLines lines;
  private final Spawner spawner;

  /**
   * A service that is to be told of what becomes available.
   *
   * @param spawner a spawner of the executor whose shards {@code driver} is attached to
   * @param waiters those who wait, claims included
   */
  public QueueService(
      ServiceClock clock,
      TimerDriver driver,
      Spawner spawner,
      DeliveryStore store,
      WaiterRegistry waiters) {
    this.clock = clock;
    this.driver = driver;
    this.spawner = spawner;
    this.store = store;
    this.waiters = waiters;
    this.lines = new ClaimLines(clock, driver);
  }

  /**
   * Leases deliveries that are available now. May be polled by any thread.
   *
   * @param max the largest number of deliveries
   * @param lease how long they are leased
   */
  public Future<List<Delivery>> claim(Lane lane, int max, Duration lease) {
    return ask(lane, max, lease).map(Claim::deliveries);
  }

  /**
   * Leases deliveries as soon as there is one, as many as there are then. Empty if there is none
   * when {@code wait} is over, or when all waiting ends.
   *
   * <p>Takes the place of a waiter at once, and keeps it until the future ends. If it is dropped
   * while the store leases deliveries to it, they are given back.
   *
   * @return a future that must be spawned with the {@linkplain #affinity affinity} of the lane, or
   *     else dropped
   * @throws TooManyWaitersException if there is no place
   */
  public Future<List<Delivery>> claim(Lane lane, int max, Duration lease, Duration wait) {
    return waiters.admit(
        lane.namespace(), Future.lazy(() -> new QueueClaim(this, lane, max, lease, wait)));
  }

  /** The affinity of all claims from one lane: they run on the same shard. */
  public static int affinity(Lane lane) {
    return lane.hashCode();
  }

  Future<Claim> ask(Lane lane, int max, Duration lease) {
    return Future.lazy(() -> store.claim(lane, max, lease, now()));
  }

  private Instant now() {
    return Millis.floor(clock.instant());
  }

  /**
   * Gives back what the store is leasing to somebody who has gone. If the executor has no room for
   * this, the leases end by themselves.
   */
  void giveBack(Lane lane, Future<Claim> asked) {
    Future<Unit> giving =
        asked
            .then(claim -> settle(retries(claim.deliveries())))
            .recover(failure -> List.of()) // then, too
            .map(done -> Unit.UNIT);
    try {
      spawner.spawn(affinity(lane), giving);
    } catch (RejectedSpawnException e) {
      // the spawner has dropped it
    }
  }

  private List<Settlement> retries(List<Delivery> deliveries) {
    Settlement.Result now = new Settlement.Result.Retry(now());
    return deliveries.stream()
        .map(each -> new Settlement(each.id(), Objects.requireNonNull(each.token()), now, null))
        .toList();
  }

  /** Says that a delivery was carried out. Empty if there is none with this id. */
  public Future<Optional<Settlement.Outcome>> ack(DeliveryId id, String token) {
    return settle(id, token, new Settlement.Result.Delivered());
  }

  /** Says that deliveries were carried out: an outcome for each, in the same order. */
  public Future<List<Optional<Settlement.Outcome>>> ackAll(List<Ack> acks) {
    return settle(
        acks.stream()
            .map(
                ack ->
                    new Settlement(ack.id(), ack.token(), new Settlement.Result.Delivered(), null))
            .toList());
  }

  /**
   * One of several deliveries that were carried out.
   *
   * @param id the delivery
   * @param token the token of its lease
   */
  public record Ack(DeliveryId id, String token) {}

  /** Gives a delivery back, to be claimed again after {@code delay}. */
  public Future<Optional<Settlement.Outcome>> nack(DeliveryId id, String token, Duration delay) {
    return Future.lazy(() -> settle(id, token, new Settlement.Result.Retry(after(delay))));
  }

  /** Has a lease end {@code lease} from now. */
  public Future<Optional<Settlement.Outcome>> extend(DeliveryId id, String token, Duration lease) {
    return Future.lazy(() -> settle(id, token, new Settlement.Result.Extended(after(lease))));
  }

  private Instant after(Duration duration) {
    return Millis.ceil(clock.instant().plus(duration));
  }

  private Future<Optional<Settlement.Outcome>> settle(
      DeliveryId id, String token, Settlement.Result result) {
    return settle(List.of(new Settlement(id, token, result, null))).map(List::getFirst);
  }

  private Future<List<Optional<Settlement.Outcome>>> settle(List<Settlement> settlements) {
    if (settlements.isEmpty()) {
      return Future.ready(List.of());
    }
    return Future.lazy(() -> store.settle(settlements, now())).map(this::told);
  }

  /** Whoever waits here is told by this, and not only once the store's news has come round. */
  private List<Optional<Settlement.Outcome>> told(List<Optional<Settlement.Outcome>> outcomes) {
    for (Optional<Settlement.Outcome> outcome : outcomes) {
      if (outcome.orElse(null) instanceof Settlement.Outcome.Settled(Delivery delivery)
          && delivery.availableAt() != null) {
        available(delivery.lane(), delivery.availableAt());
      }
    }
    return outcomes;
  }

  @Override
  public void available(Lane lane, Instant at) {
    lines.signal(lane, at);
  }

  /** Has every claim look again, because news may have been missed. */
  public void recheck() {
    lines.signalAll();
  }

  /** Whether claims from this lane wait, or are about to. */
  public boolean isAwaited(Lane lane) {
    return lines.has(lane);
  }

  /** The number of claims that wait. */
  public int parked() {
    return lines.claims();
  }
}
