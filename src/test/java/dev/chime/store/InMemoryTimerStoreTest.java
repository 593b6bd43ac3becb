package dev.chime.store;

import dev.chime.timer.TimerStore;

class InMemoryTimerStoreTest extends TimerStoreContract {

  @Override
  protected TimerStore newStore() {
    return new InMemoryTimerStore();
  }
}
