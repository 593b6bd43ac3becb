package dev.chime.async;

import java.util.concurrent.locks.LockSupport;

/** A driver without events, which tells when its shard is about to park. */
record ParkListener(Runnable onPark) implements Driver {

  @Override
  public int turn(int budget) {
    return 0;
  }

  @Override
  public long nextEvent() {
    return NEVER;
  }

  @Override
  public void park(long event) {
    onPark.run();
    LockSupport.park(this);
  }
}
