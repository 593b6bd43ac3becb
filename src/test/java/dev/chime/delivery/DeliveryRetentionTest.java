package dev.chime.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Oneshot;
import dev.chime.async.Unit;
import dev.chime.async.Waker;
import dev.chime.timer.Blocking;
import dev.chime.timer.Namespace;
import dev.chime.timer.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Deliveries that have ended are kept for a while, and then go. */
class DeliveryRetentionTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration KEPT = Duration.ofHours(24);
  private static final Context NOBODY = Context.from(Waker.noop());

  private final InMemoryDeliveryStore store = new InMemoryDeliveryStore();
  private final List<Integer> purged = new ArrayList<>();
  private final List<Oneshot<Unit>> pauses = new ArrayList<>();
  private boolean storeFails;
  private Instant now = NOW;

  private final DeliveryRetention retention =
      new DeliveryRetention(new Purged(), () -> now, KEPT, this::sleep);

  /** Keeps a record of the batches. */
  private final class Purged extends DelegatingDeliveryStore {

    Purged() {
      super(store);
    }

    @Override
    public Future<Integer> purge(Instant deliveredBefore, Instant deadBefore, int limit) {
      if (storeFails) {
        throw new StoreException("it is down", null);
      }
      return super.purge(deliveredBefore, deadBefore, limit)
          .map(
              count -> {
                purged.add(count);
                return count;
              });
    }
  }

  private Oneshot<Unit> sleep(Duration pause) {
    assertThat(pause).isEqualTo(Duration.ofSeconds(10));
    Oneshot<Unit> end = new Oneshot<>();
    pauses.add(end);
    return end;
  }

  /** Runs until it pauses for this time in all. */
  private void runUntilPause(int number) {
    while (pauses.size() < number) {
      assertThat(retention.poll(NOBODY).isReady()).isFalse();
    }
  }

  private void end(int count, Settlement.Result result) {
    for (int i = 0; i < count; i++) {
      String id = result.getClass().getSimpleName() + i;
      store.add(Deliveries.elapsed(Deliveries.LANE, id, NOW));
    }
    List<Settlement> settlements =
        Blocking.get(store.claim(Deliveries.LANE, count, Duration.ofMinutes(1), NOW))
            .deliveries()
            .stream()
            .map(
                each ->
                    new Settlement(each.id(), Objects.requireNonNull(each.token()), result, null))
            .toList();
    assertThat(settlements).hasSize(count);
    Blocking.get(store.settle(settlements, NOW));
  }

  private List<DeliveryState> left() {
    DeliveryQuery all =
        new DeliveryQuery(
            Namespace.DEFAULT, EnumSet.allOf(DeliveryState.class), null, null, null, 1000);
    return Blocking.get(store.list(all)).deliveries().stream().map(Delivery::state).toList();
  }

  @Test
  void deadOnesAreKeptForAWeek() {
    end(1, new Settlement.Result.Delivered());
    end(1, new Settlement.Result.Dead());
    store.add(Deliveries.elapsed(Deliveries.LANE, "pending", NOW));
    now = NOW.plus(KEPT);
    runUntilPause(1);
    assertThat(left()).hasSize(3);
    now = NOW.plus(KEPT).plusMillis(1);
    pauses.getLast().complete(Unit.UNIT);
    runUntilPause(2);
    assertThat(left()).containsExactlyInAnyOrder(DeliveryState.DEAD, DeliveryState.PENDING);
    now = NOW.plus(Duration.ofDays(7)).plusMillis(1);
    pauses.getLast().complete(Unit.UNIT);
    runUntilPause(3);
    assertThat(left()).containsExactly(DeliveryState.PENDING);
  }

  @Test
  void manyGoInBatchesOneRightAfterTheOther() {
    end(120, new Settlement.Result.Delivered());
    now = NOW.plus(KEPT).plusMillis(1);
    runUntilPause(1);
    assertThat(purged).containsExactly(50, 50, 20);
    assertThat(left()).isEmpty();
  }

  @Test
  void aFailureEndsItNot() {
    end(1, new Settlement.Result.Delivered());
    now = NOW.plus(KEPT).plusMillis(1);
    storeFails = true;
    runUntilPause(1);
    assertThat(left()).hasSize(1);
    storeFails = false;
    pauses.getLast().complete(Unit.UNIT);
    runUntilPause(2);
    assertThat(left()).isEmpty();
  }
}
