package dev.chime.async.time;

/** A timer for a wheel by itself, without a shard. */
final class WheelTimer extends WheelEntry {

  /**
   * When it is to fire: its deadline, or the wheel's time if that was later when it was inserted.
   */
  long due;

  /** Its place in a test's list of those that wait. */
  int place;

  WheelTimer(long deadline) {
    super(deadline);
  }

  @Override
  void release() {}

  @Override
  public String toString() {
    return "timer due at " + due;
  }
}
