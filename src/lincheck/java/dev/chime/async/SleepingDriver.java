package dev.chime.async;

/** A driver without events, whose shard sleeps until it is unparked. */
final class SleepingDriver implements Driver {

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
    SoundSleeper.park();
  }
}
