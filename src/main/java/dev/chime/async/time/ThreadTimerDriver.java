package dev.chime.async.time;

import java.util.concurrent.locks.LockSupport;

/**
 * The book's driver: each timer has a thread, which sleeps and then wakes the task. Here it is a
 * virtual thread. It is the simplest correct driver, and tests and benchmarks compare the wheel
 * with it.
 */
public final class ThreadTimerDriver implements TimerDriver {

  private final Ticker ticker;

  /** Creates a driver that uses this ticker. */
  public ThreadTimerDriver(Ticker ticker) {
    this.ticker = ticker;
  }

  @Override
  public Ticker ticker() {
    return ticker;
  }

  @Override
  public SharedState arm(long deadline) {
    return new Sleeper(deadline);
  }

  private final class Sleeper extends SharedState {
    private final long deadline;
    private final Thread thread;

    Sleeper(long deadline) {
      this.deadline = deadline;
      this.thread = Thread.ofVirtual().name("chime-timer").unstarted(this::sleepAndFire);
      thread.start();
    }

    private void sleepAndFire() {
      while (deadline - ticker.nanos() > 0) {
        if (isDropped()) {
          return;
        }
        ticker.parkUntil(deadline);
      }
      fire();
    }

    @Override
    boolean isFiredByCurrentThread() {
      return false;
    }

    @Override
    void release(boolean byFiringThread) {
      LockSupport.unpark(thread); // it sees that the timer is dropped, and ends
    }
  }
}
