package dev.chime.async;

import java.util.concurrent.locks.LockSupport;

/** Parking that ends by an unpark only. */
final class SoundSleeper {

  private SoundSleeper() {}

  /**
   * Parks. The model checker lets every park return for nothing, as the specification allows, and
   * so hides a missing unpark; all but those in code that it has been told to leave alone.
   */
  static void park() {
    LockSupport.park();
  }
}
