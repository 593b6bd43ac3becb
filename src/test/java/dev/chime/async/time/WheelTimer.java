package dev.chime.async.time;

/** A timer for a wheel by itself, without a shard. */
final class WheelTimer extends WheelEntry {

  final TimerWheel wheel;
  final long deadline;

  /**
   * When it is to fire: its deadline, or the wheel's time if that was later when it was inserted.
   */
  long due;

  /** Its place in a test's list of those that wait. */
  int place;

  /** A timer that is in no wheel yet. */
  WheelTimer(TimerWheel wheel, long deadline) {
    this.wheel = wheel;
    this.deadline = deadline;
    this.due = deadline;
  }

  /** A timer that waits in {@code wheel}. */
  static WheelTimer in(TimerWheel wheel, long deadline) {
    WheelTimer timer = new WheelTimer(wheel, deadline);
    timer.insert();
    return timer;
  }

  void insert() {
    wheel.insert(this, deadline);
  }

  @Override
  boolean isFiredByCurrentThread() {
    return true;
  }

  @Override
  void release(boolean byFiringThread) {
    wheel.drop(this);
  }

  @Override
  public String toString() {
    return "timer due at " + due;
  }
}
