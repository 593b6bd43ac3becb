package dev.chime.async;

import java.util.concurrent.locks.LockSupport;

/**
 * A source of events from outside the tasks, such as timers. Tokio also calls it a driver. The
 * shard runs it between polls, and parks in it when there is nothing to poll. Only the shard's
 * thread calls its methods.
 *
 * <p>Events are ordered on the driver's own time line: {@code long} values that are never negative
 * and never overflow.
 */
public interface Driver {

  /** The time that means that there is no event. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Processes the events that are due, which calls wakers. The work is bounded, so that tasks also
   * get their turn.
   *
   * @param budget the largest number of steps: events, and the moves that lead to them
   * @return the number of steps taken; {@code budget} if there may be more to do
   */
  int turn(int budget);

  /** The time at which the next {@link #turn} has something to do, or {@link #NEVER}. */
  long nextEvent();

  /**
   * Blocks the thread until the time of an event, or until it is unparked. May return early.
   *
   * @param event a time on the driver's time line, or {@link #NEVER}
   */
  void park(long event);

  /** A driver without events, for a shard whose tasks only wait for other threads. */
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
