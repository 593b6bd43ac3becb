package dev.chime.delivery;

import dev.chime.async.Future;
import dev.chime.timer.Destination;
import dev.chime.timer.ListOrder;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store of deliveries in memory. Its tokens are {@code token-1}, {@code token-2} and so on. It
 * tells its listener of all that becomes available. Thread-safe.
 */
public final class InMemoryDeliveryStore implements DeliveryStore {

  private static final Comparator<Delivery> BY_ID =
      Comparator.comparing((Delivery delivery) -> delivery.id().value());
  private static final Comparator<Delivery> BY_TIME =
      Comparator.comparing((Delivery delivery) -> availableAt(delivery))
          .thenComparing(delivery -> delivery.id().value());

  private final Map<DeliveryId, Delivery> deliveries = new LinkedHashMap<>();
  private final Map<DeliveryId, List<Attempt>> attempts = new HashMap<>();
  private final List<Delivery> news = new ArrayList<>();
  private final DeliveryListener listener;
  private long tokens;

  /** An empty store without a listener. */
  public InMemoryDeliveryStore() {
    this((lane, at) -> {});
  }

  /** An empty store. */
  public InMemoryDeliveryStore(DeliveryListener listener) {
    this.listener = listener;
  }

  /**
   * Adds the delivery of a timer that has elapsed, as a store does in the transaction of the
   * outcome. It is available from when the timer was due. Does nothing if it is there already.
   */
  public Delivery add(Timer elapsed) {
    return locked(
        () -> {
          DeliveryId id = DeliveryId.of(elapsed);
          Delivery known = deliveries.get(id);
          return known == null ? put(pending(id, elapsed, 0, elapsed.dueAt()), true) : known;
        });
  }

  private static Delivery pending(DeliveryId id, Timer timer, int attempts, Instant at) {
    return new Delivery(id, timer, DeliveryState.PENDING, attempts, at, null, null);
  }

  private static Delivery leased(Delivery delivery, int attempts, String token, Instant until) {
    return new Delivery(
        delivery.id(), delivery.timer(), DeliveryState.LEASED, attempts, until, token, null);
  }

  private static Delivery ended(Delivery delivery, DeliveryState state, Instant now) {
    return new Delivery(
        delivery.id(), delivery.timer(), state, delivery.attempts(), null, null, now);
  }

  private static Instant availableAt(Delivery delivery) {
    return Objects.requireNonNull(delivery.availableAt(), "it is final");
  }

  private Delivery put(Delivery delivery, boolean tell) {
    deliveries.put(delivery.id(), delivery);
    if (tell) {
      news.add(delivery);
    }
    return delivery;
  }

  private <T> Future<T> lazily(Supplier<T> work) {
    return Future.lazy(() -> Future.ready(locked(work)));
  }

  private <T> T locked(Supplier<T> work) {
    List<Delivery> told;
    T value;
    synchronized (this) {
      value = work.get();
      told = List.copyOf(news);
      news.clear();
    }
    told.forEach(delivery -> listener.available(delivery.lane(), availableAt(delivery)));
    return value;
  }

  private Stream<Delivery> open(Lane lane) {
    return deliveries.values().stream()
        .filter(delivery -> !delivery.state().isFinal() && delivery.lane().equals(lane))
        .sorted(BY_TIME);
  }

  @Override
  public Future<Claim> claim(Lane lane, int max, Duration lease, Instant now) {
    return lazily(
        () -> {
          List<Delivery> claimed =
              open(lane)
                  .filter(delivery -> !availableAt(delivery).isAfter(now))
                  .limit(max)
                  .map(
                      delivery ->
                          leased(
                              delivery,
                              delivery.attempts() + 1,
                              "token-" + ++tokens,
                              now.plus(lease)))
                  .toList();
          claimed.forEach(delivery -> put(delivery, false));
          Instant nextAt =
              open(lane).findFirst().map(InMemoryDeliveryStore::availableAt).orElse(null);
          return new Claim(claimed, nextAt);
        });
  }

  @Override
  public Future<List<Optional<Settlement.Outcome>>> settle(
      List<Settlement> settlements, Instant now) {
    return lazily(() -> settlements.stream().map(each -> settle(each, now)).toList());
  }

  private Optional<Settlement.Outcome> settle(Settlement settlement, Instant now) {
    Delivery delivery = deliveries.get(settlement.id());
    if (delivery == null) {
      return Optional.empty();
    }
    if (!settlement.token().equals(delivery.token())) {
      return Optional.of(new Settlement.Outcome.Stale(delivery));
    }
    keep(settlement.id(), settlement.attempt());
    return Optional.of(
        new Settlement.Outcome.Settled(
            switch (settlement.result()) {
              case Settlement.Result.Delivered() ->
                  put(ended(delivery, DeliveryState.DELIVERED, now), false);
              case Settlement.Result.Dead() -> put(ended(delivery, DeliveryState.DEAD, now), false);
              case Settlement.Result.Retry(Instant at) ->
                  put(pending(delivery.id(), delivery.timer(), delivery.attempts(), at), true);
              case Settlement.Result.Extended(Instant until) ->
                  put(
                      leased(delivery, delivery.attempts(), settlement.token(), until),
                      until.isBefore(availableAt(delivery)));
            }));
  }

  private void keep(DeliveryId id, @Nullable Attempt attempt) {
    if (attempt != null) {
      List<Attempt> kept = attempts.computeIfAbsent(id, key -> new ArrayList<>());
      kept.add(attempt);
      if (kept.size() > Attempt.KEPT) {
        kept.removeFirst();
      }
    }
  }

  @Override
  public Future<List<Optional<Delivery>>> find(List<DeliveryId> ids) {
    return lazily(() -> ids.stream().map(id -> Optional.ofNullable(deliveries.get(id))).toList());
  }

  @Override
  public Future<List<Attempt>> attempts(DeliveryId id) {
    return lazily(() -> List.copyOf(attempts.getOrDefault(id, List.of())));
  }

  @Override
  public Future<DeliveryQuery.Page> list(DeliveryQuery query) {
    return lazily(
        () -> {
          List<Delivery> all =
              deliveries.values().stream()
                  .filter(delivery -> matches(query, delivery))
                  .sorted(query.order() == ListOrder.ASCENDING ? BY_ID : BY_ID.reversed())
                  .toList();
          List<Delivery> page = all.stream().limit(query.limit()).toList();
          return new DeliveryQuery.Page(
              page, page.size() < all.size() ? page.getLast().id().value() : null);
        });
  }

  private static boolean matches(DeliveryQuery query, Delivery delivery) {
    String after = query.after();
    Instant since = query.since();
    return delivery.id().namespace().equals(query.namespace())
        && query.states().contains(delivery.state())
        && (query.destination() == null
            || query.destination().equals(delivery.timer().destination()))
        && (since == null || !delivery.timer().dueAt().isBefore(since))
        && delivery.id().value().startsWith(query.idPrefix())
        && (after == null
            || (query.order() == ListOrder.ASCENDING
                ? delivery.id().value().compareTo(after) > 0
                : delivery.id().value().compareTo(after) < 0));
  }

  @Override
  public Future<List<Delivery>> retry(List<DeliveryId> ids, Instant now) {
    return lazily(
        () ->
            ids.stream()
                .map(deliveries::get)
                .filter(delivery -> delivery != null && isRetried(delivery, now))
                .map(
                    delivery ->
                        put(
                            pending(delivery.id(), delivery.timer(), delivery.attempts(), now),
                            true))
                .toList());
  }

  private static boolean isRetried(Delivery delivery, Instant now) {
    return switch (delivery.state()) {
      case DEAD -> true;
      case PENDING -> availableAt(delivery).isAfter(now);
      case LEASED, DELIVERED -> false;
    };
  }

  @Override
  public Future<Integer> kill(Lane lane, Instant now, int limit) {
    return lazily(
        () -> {
          List<Delivery> killed =
              open(lane)
                  .filter(
                      delivery ->
                          delivery.state() == DeliveryState.PENDING
                              || !availableAt(delivery).isAfter(now))
                  .limit(limit)
                  .toList();
          killed.forEach(delivery -> put(ended(delivery, DeliveryState.DEAD, now), false));
          return killed.size();
        });
  }

  @Override
  public Future<Long> depth(Lane lane, long limit) {
    return lazily(
        () ->
            deliveries.values().stream()
                .filter(delivery -> !delivery.state().isFinal() && delivery.lane().equals(lane))
                .limit(limit)
                .count());
  }

  @Override
  public Future<Map<Lane, Instant>> openLanes() {
    return lazily(
        () -> {
          Map<Lane, Instant> lanes = new HashMap<>();
          deliveries.values().stream()
              .filter(delivery -> !delivery.state().isFinal())
              .sorted(BY_TIME)
              .forEach(delivery -> lanes.putIfAbsent(delivery.lane(), availableAt(delivery)));
          return lanes;
        });
  }

  @Override
  public Future<Optional<OpenLane>> nextOpen(
      Namespace namespace, @Nullable Destination after, int limit) {
    return lazily(
        () ->
            deliveries.values().stream()
                .filter(each -> !each.state().isFinal())
                .map(Delivery::lane)
                .filter(lane -> lane.namespace().equals(namespace))
                .filter(
                    lane -> after == null || lane.destination().text().compareTo(after.text()) > 0)
                .min(Comparator.comparing(lane -> lane.destination().text()))
                .map(lane -> openLane(lane, limit)));
  }

  private OpenLane openLane(Lane lane, int limit) {
    List<Delivery> open = open(lane).limit(limit).toList();
    int leased = (int) open.stream().filter(each -> each.state() == DeliveryState.LEASED).count();
    return new OpenLane(lane, open.size() - leased, leased, availableAt(open.getFirst()));
  }

  @Override
  public Future<Integer> countDead(Namespace namespace, int limit) {
    return lazily(
        () ->
            (int)
                deliveries.values().stream()
                    .filter(each -> each.state() == DeliveryState.DEAD)
                    .filter(each -> each.id().namespace().equals(namespace))
                    .limit(limit)
                    .count());
  }

  @Override
  public Future<Map<DeliveryState, Long>> counts() {
    return lazily(
        () -> {
          Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
          deliveries.values().stream()
              .filter(delivery -> delivery.state() != DeliveryState.DELIVERED)
              .forEach(delivery -> counts.merge(delivery.state(), 1L, Long::sum));
          return counts;
        });
  }

  @Override
  public Future<Integer> purge(Instant deliveredBefore, Instant deadBefore, int limit) {
    return lazily(
        () -> {
          List<DeliveryId> old =
              deliveries.values().stream()
                  .filter(delivery -> isOver(delivery, deliveredBefore, deadBefore))
                  .map(Delivery::id)
                  .limit(limit)
                  .toList();
          deliveries.keySet().removeAll(old);
          attempts.keySet().removeAll(old);
          return old.size();
        });
  }

  private static boolean isOver(Delivery delivery, Instant deliveredBefore, Instant deadBefore) {
    Instant finishedAt = delivery.finishedAt();
    return finishedAt != null
        && finishedAt.isBefore(
            delivery.state() == DeliveryState.DEAD ? deadBefore : deliveredBefore);
  }
}
