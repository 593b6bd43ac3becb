package dev.chime.async.time;

/** A clock set by hand, also backwards; waiting by it takes no time and moves it forward. */
final class HandTicker implements Ticker {

  private long now;
  private long highest = Long.MIN_VALUE;

  void set(long nanos) {
    now = nanos;
    highest = Math.max(highest, nanos);
  }

  /** The latest time it has ever stood at. */
  long highest() {
    return highest;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void parkUntil(long deadline) {
    set(Math.max(now, deadline));
  }
}
