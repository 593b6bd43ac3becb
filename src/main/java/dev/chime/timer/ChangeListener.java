package dev.chime.timer;

import java.util.List;

/**
 * Is told by the store of all that has become of timers: when it is committed, before anybody is
 * answered, and in the order in which it happened. Called on the store's writing thread; must be
 * quick and not throw.
 */
@FunctionalInterface
public interface ChangeListener {

  /** These changes have been committed. */
  void committed(List<TimerChange> changes);
}
