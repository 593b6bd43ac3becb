package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryState;
import dev.chime.timer.Blocking;
import dev.chime.timer.Timer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDeliveryStoreTest extends JdbcDeliveryStoreContract {

  @TempDir private Path folder;

  @Override
  protected JdbcTimerStore newTimerStore() {
    return JdbcTimerStore.open(folder, Stores.ROOMY, Stores.SILENT, changes::addAll);
  }

  @Test
  void anElapseInMemoryIsDeliveredOnceAlsoAfterReopening() {
    Timer timer = timer("a");
    Blocking.get(timers.create(timer, null));
    Blocking.get(timers.elapse(timer, NOW));
    timers.close();
    timers = newTimerStore();
    try (JdbcTimerStore reopened = timers) {
      Blocking.get(reopened.elapse(timer.id(), NOW.plusSeconds(1)));
      Blocking.get(reopened.sweep(NOW, NOW.plusSeconds(1), 10));
      assertThat(all()).extracting(Delivery::id).containsExactly(DeliveryId.of(timer));
      assertThat(all().getFirst().timer()).isEqualTo(timer.outcomeAt(NOW));
      assertThat(Blocking.get(reopened.deliveries().openLanes())).containsEntry(LANE, NOW);
    }
  }

  /** Nothing else begins a transaction. */
  @Test
  void anElapseInMemoryIsWrittenWithoutFurtherCommands() {
    Timer timer = timer("a");
    Blocking.get(timers.create(timer, null));
    Blocking.get(timers.elapse(timer, NOW));
    await().until(() -> !told.isEmpty());
    assertThat(find(DeliveryId.of(timer)).orElseThrow().state()).isEqualTo(DeliveryState.PENDING);
  }
}
