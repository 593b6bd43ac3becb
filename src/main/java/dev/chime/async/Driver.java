package dev.chime.async;

import java.util.concurrent.locks.LockSupport;

/**
 * The source of events from outside the tasks, such as timers; tokio calls it a driver, too. The
 * shard turns to it between polls, and parks by it when there is nothing to poll. All methods are
 * called on the shard's thread only.
 *
 * <p>Events are ordered on the driver's own time line: {@code long} values that start at or above
 * zero and never wrap.
 */
public interface Driver {

  /** The time of no event at all. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Makes due events happen, which calls wakers. Bounded, so that tasks have their turn.
   *
   * @param budget the largest number of steps to take: events, and the moves needed to reach them
   * @return the steps taken; {@code budget} if there may be more to do
   */
  int turn(int budget);

  /** When the next {@link #turn} is worthwhile, or {@link #NEVER}. */
  long nextEvent();

  /**
   * Blocks the thread until {@code event}'s time, or until it is unparked; may return early.
   *
   * @param event a time on the driver's time line, or {@link #NEVER}
   */
  void park(long event);

  /** A driver without events, for a shard whose tasks wait for other threads only. */
  static Driver idle() {
    return new Driver() {
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
        LockSupport.park(this);
      }
    };
  }
}
