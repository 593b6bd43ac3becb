package dev.chime.store;

import dev.chime.timer.ChangeListener;
import dev.chime.timer.TimerStore;

class InMemoryChangesTest extends ChangesContract {

  @Override
  protected TimerStore newStore(ChangeListener listener) {
    return new InMemoryTimerStore(listener);
  }
}
