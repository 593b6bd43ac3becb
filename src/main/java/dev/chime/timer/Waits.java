package dev.chime.timer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All who are waiting for some timer now, so that they can be counted and sent home. Thread-safe.
 */
final class Waits {

  private final Set<Wait> parked = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  void enter(Wait wait) {
    parked.add(wait);
  }

  void leave(Wait wait) {
    parked.remove(wait);
  }

  int count() {
    return parked.size();
  }

  boolean areEnding() {
    return ending;
  }

  /** Lets waits begin again. */
  void resume() {
    ending = false;
  }

  /** Ends every wait now, and from now on every new one at its first look. */
  void end() {
    ending = true;
    parked.forEach(Wait::wake);
  }
}
