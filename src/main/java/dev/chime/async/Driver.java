package dev.chime.async;

import java.util.concurrent.locks.LockSupport;

/**
 * What a shard turns to between polls and while it has nothing to poll: the source of events from
 * outside the tasks, such as timers. What tokio calls a driver. All methods but those of the static
 * {@link #idle()} are called on the shard's thread only.
 *
 * <p>Events are ordered on the driver's own time line: {@code long} values that start at or above
 * zero and never wrap.
 */
public interface Driver {

  /** No event will come by itself. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Lets what is due happen: wakers are called. Bounded, so that tasks get their turn.
   *
   * @param budget the most steps (events and the moves needed to reach them) to take
   * @return the steps taken; {@code budget} if there may be more
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

  /** The driver of a shard whose tasks wait for other threads only. */
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
