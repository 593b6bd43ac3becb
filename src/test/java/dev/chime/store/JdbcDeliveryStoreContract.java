package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryQuery;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Lane;
import dev.chime.delivery.Settlement;
import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.Destination;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a store of timers does about their deliveries. */
abstract class JdbcDeliveryStoreContract extends DeliveryStoreContract {

  private static final Duration LEASE = Duration.ofSeconds(9);
  private static final Instant BEFORE = NOW.minusSeconds(1);

  /** All changes that the store tells of. */
  final List<TimerChange> changes = new CopyOnWriteArrayList<>();

  JdbcTimerStore timers;
  private final List<JdbcTimerStore> opened = new ArrayList<>();

  /** A new and empty store, which adds to {@link #changes}. */
  protected abstract JdbcTimerStore newTimerStore();

  @Override
  protected DeliveryStore newStore() {
    timers = newTimerStore();
    listen(timers);
    opened.add(timers);
    return timers.deliveries();
  }

  final void listen(JdbcTimerStore store) {
    store.onAvailable((lane, at) -> told.add(Map.entry(lane, at)));
  }

  @AfterEach
  void close() {
    opened.forEach(JdbcTimerStore::close);
  }

  @Override
  protected void elapse(Timer timer, Instant now) {
    Blocking.get(timers.create(timer, null));
    Blocking.get(timers.elapse(timer, now));
    DeliveryId id = DeliveryId.of(timer);
    // an elapse may be answered before it is written
    await().pollInterval(Duration.ofMillis(1)).until(() -> find(id).isPresent());
    Map.Entry<Lane, Instant> entry = Map.entry(find(id).orElseThrow().lane(), timer.dueAt());
    await().pollInterval(Duration.ofMillis(1)).until(() -> told.contains(entry));
  }

  final Optional<Delivery> find(DeliveryId id) {
    return Blocking.get(timers.deliveries().find(List.of(id))).getFirst();
  }

  final List<Delivery> all() {
    DeliveryQuery query =
        new DeliveryQuery(
            Namespace.DEFAULT, EnumSet.allOf(DeliveryState.class), null, null, null, 1000);
    return Blocking.get(timers.deliveries().list(query)).deliveries();
  }

  static Timer timer(String id) {
    return Timers.toDeliver(id, NOW, BEFORE, QUEUE);
  }

  final Delivery claimed(Instant now) {
    return Blocking.get(timers.deliveries().claim(LANE, 1, LEASE, now)).deliveries().getFirst();
  }

  final void settle(Delivery leased, Settlement.Result result, Instant now) {
    Settlement settlement =
        new Settlement(leased.id(), String.valueOf(leased.token()), result, null);
    assertThat(Blocking.get(timers.deliveries().settle(List.of(settlement), now)).getFirst())
        .get()
        .isInstanceOf(Settlement.Outcome.Settled.class);
  }

  @Test
  void aDestinationIsStored() {
    Timer timer = timer("a");
    IdempotencyKey key = new IdempotencyKey(Namespace.DEFAULT, "key", "fingerprint");
    Blocking.get(timers.create(timer, key));
    assertThat(Blocking.get(timers.find(timer.id()))).contains(timer);
    assertThat(Blocking.get(timers.create(timer("b"), key)))
        .isEqualTo(new Creation.Replayed(Timers.asReplayed(timer)));

    Destination other = new Destination.Endpoint("billing");
    Amendment amendment = new Amendment(null, null, null, other);
    Timer amended = timer.amended(amendment, BEFORE);
    assertThat(Blocking.get(timers.amend(timer.id(), amendment, Precondition.NONE, BEFORE)))
        .contains(new Decision.Changed(amended));
    assertThat(amended.destination()).isEqualTo(other);
    assertThat(Blocking.get(timers.find(timer.id()))).contains(amended);
    Amendment payload = new Amendment(null, "2", null);
    Blocking.get(timers.amend(timer.id(), payload, Precondition.NONE, BEFORE));
    assertThat(Blocking.get(timers.find(timer.id()))).contains(amended.amended(payload, BEFORE));
  }

  @Test
  void onlyAnElapseIsDelivered() {
    Timer cancelled = timer("cancelled");
    Timer skipped =
        Timer.create(
            new TimerId(Namespace.DEFAULT, "skipped"),
            new TimerDraft(new Due.At(NOW), Duration.ofSeconds(1), null, Map.of(), QUEUE),
            BEFORE);
    Timer elapsed = timer("elapsed");
    Timer plain = Timers.pending("plain", NOW, BEFORE);
    Timer swept = timer("swept");
    for (Timer each : List.of(cancelled, skipped, elapsed, plain, swept)) {
      Blocking.get(timers.create(each, null));
    }
    Blocking.get(timers.cancel(cancelled.id(), Precondition.NONE, BEFORE));
    Instant late = NOW.plusSeconds(2);
    Blocking.get(timers.elapse(skipped.id(), late));
    Blocking.get(timers.elapse(elapsed.id(), late));
    Blocking.get(timers.elapse(plain, late));
    Blocking.get(timers.elapse(cancelled, late));
    Blocking.get(timers.sweep(NOW, late, 10));
    await().until(() -> find(DeliveryId.of(elapsed)).isPresent());
    assertThat(all())
        .extracting(Delivery::timer)
        .containsExactlyInAnyOrder(elapsed.outcomeAt(late), swept.outcomeAt(late));
  }

  @Test
  void anElapseThatIsRepeatedIsDeliveredOnce() {
    Timer timer = timer("a");
    elapse(timer, NOW);
    Blocking.get(timers.elapse(timer, NOW));
    Blocking.get(timers.elapse(timer.id(), NOW.plusSeconds(1)));
    Blocking.get(timers.sweep(NOW, NOW, 10));
    settle(claimed(NOW), new Settlement.Result.Delivered(), NOW);
    Blocking.get(timers.elapse(timer.id(), NOW.plusSeconds(2)));
    assertThat(all())
        .singleElement()
        .satisfies(
            only -> {
              assertThat(only.id()).isEqualTo(DeliveryId.of(timer));
              assertThat(only.state()).isEqualTo(DeliveryState.DELIVERED);
            });
  }

  @Test
  void aDeliveryOutlivesItsTimer() {
    Timer timer = timer("a");
    elapse(timer, NOW);
    Instant later = NOW.plusSeconds(60);
    assertThat(Blocking.get(timers.purge(later, later, 10))).isEqualTo(1);
    assertThat(Blocking.get(timers.find(timer.id()))).isEmpty();

    Timer another = Timers.toDeliver("a", later, later, QUEUE);
    Blocking.get(timers.create(another, null));
    Delivery leased = claimed(later);
    assertThat(leased.timer()).isEqualTo(timer.outcomeAt(NOW));
    settle(leased, new Settlement.Result.Delivered(), later);
    assertThat(Blocking.get(timers.find(another.id()))).as("the new one").contains(another);
    Blocking.get(timers.elapse(another.id(), later));
    await().until(() -> all().size() == 2);
    assertThat(all()).extracting(Delivery::id).doesNotHaveDuplicates();
  }

  @Test
  void itTellsOfTheEndOfADelivery() {
    Timer delivered = timer("delivered");
    Timer dead = timer("dead");
    Timer killed = timer("killed");
    elapse(delivered, NOW);
    settle(claimed(NOW), new Settlement.Result.Delivered(), NOW.plusMillis(1));
    elapse(dead, NOW);
    settle(claimed(NOW), new Settlement.Result.Dead(), NOW.plusMillis(1));
    elapse(killed, NOW);
    assertThat(Blocking.get(timers.deliveries().kill(LANE, NOW, 10))).isEqualTo(1);
    List<TimerChange> expected =
        List.of(
            new TimerChange(TimerChange.Kind.DELIVERED, delivered.outcomeAt(NOW)),
            new TimerChange(TimerChange.Kind.DEAD, dead.outcomeAt(NOW)),
            new TimerChange(TimerChange.Kind.DEAD, killed.outcomeAt(NOW)));
    await()
        .untilAsserted(
            () ->
                assertThat(changes)
                    .filteredOn(change -> change.kind().isOfDelivery())
                    .isEqualTo(expected));
    assertThat(changes).contains(TimerChange.created(killed));
  }
}
