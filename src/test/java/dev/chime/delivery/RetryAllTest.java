package dev.chime.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Blocking;
import dev.chime.timer.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All deliveries of a list are tried again, however many pages that takes. */
class RetryAllTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final DeliveryQuery DEAD =
      new DeliveryQuery(Namespace.DEFAULT, Set.of(DeliveryState.DEAD), null, null, null, 10);

  private final InMemoryDeliveryStore store = new InMemoryDeliveryStore();

  private void addDead(int count, Instant due) {
    for (int i = 0; i < count; i++) {
      store.add(Deliveries.elapsed(Deliveries.LANE, "timer-" + i, due.plusMillis(i)));
    }
    Instant later = due.plusSeconds(60);
    List<Settlement> dead =
        Blocking.get(store.claim(Deliveries.LANE, count, Duration.ofMinutes(1), later))
            .deliveries()
            .stream()
            .map(RetryAllTest::dead)
            .toList();
    assertThat(Blocking.get(store.settle(dead, later))).hasSize(count);
  }

  private static Settlement dead(Delivery delivery) {
    return new Settlement(
        delivery.id(),
        Objects.requireNonNull(delivery.token()),
        new Settlement.Result.Dead(),
        null);
  }

  @Test
  void itTriesAllPages() {
    addDead(25, NOW.minusSeconds(100));
    store.add(Deliveries.elapsed(Deliveries.LANE, "pending", NOW));
    assertThat(Blocking.get(new RetryAll(store, DEAD, NOW, () -> NOW))).isEqualTo(25);
    assertThat(Blocking.get(store.list(DEAD)).deliveries()).isEmpty();
    assertThat(
            Blocking.get(store.claim(Deliveries.LANE, 100, Duration.ofMinutes(1), NOW))
                .deliveries())
        .hasSize(26);
  }

  @Test
  void itLeavesAloneWhatCameAfterItBegan() {
    addDead(5, NOW.plusMillis(1));
    assertThat(Blocking.get(new RetryAll(store, DEAD, NOW, () -> NOW))).isZero();
    assertThat(Blocking.get(store.list(DEAD)).deliveries()).hasSize(5);
  }
}
