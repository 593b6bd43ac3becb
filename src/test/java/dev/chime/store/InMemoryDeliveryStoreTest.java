package dev.chime.store;

import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.InMemoryDeliveryStore;
import dev.chime.timer.Timer;
import java.time.Instant;
import java.util.Map;

class InMemoryDeliveryStoreTest extends DeliveryStoreContract {

  private final InMemoryDeliveryStore store =
      new InMemoryDeliveryStore((lane, at) -> told.add(Map.entry(lane, at)));

  @Override
  protected DeliveryStore newStore() {
    return store;
  }

  @Override
  protected void elapse(Timer timer, Instant now) {
    store.add(timer.outcomeAt(now));
  }
}
