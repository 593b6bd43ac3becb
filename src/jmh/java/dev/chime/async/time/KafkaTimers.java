package dev.chime.async.time;

import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.util.timer.SystemTimer;
import org.apache.kafka.server.util.timer.TimerTask;

/**
 * Kafka's {@link SystemTimer}: hierarchical wheels whose buckets wait in a delay queue; due timers
 * go to an executor. It is given 1,024 slots a level, so that two levels hold 17 minutes.
 *
 * <p>It reads the machine's clock and no other. When all timers are to fire, its wheels begin in
 * the past and so do the deadlines: they are dealt out over the same slots and cascade as ever, and
 * are due without waiting.
 */
final class KafkaTimers implements Timers.Driven {

  private static final int SLOTS = 1024;

  private final SystemTimer timer;
  private final TimerTask[] tasks;
  private final long lagMillis;
  private final Runnable onFire;

  KafkaTimers(Load load) {
    lagMillis = load.expires() ? load.spreadMillis() : 0;
    timer = new SystemTimer("bench", 1, SLOTS, Time.SYSTEM.hiResClockMs() - lagMillis);
    tasks = new TimerTask[load.places()];
    onFire = load.onFire();
  }

  @Override
  public void arm(int place, long delayMillis) {
    TimerTask task = new Task(delayMillis - lagMillis, onFire);
    tasks[place] = task;
    timer.add(task);
  }

  @Override
  public void cancel(int place) {
    tasks[place].cancel();
  }

  @Override
  public void turn() {
    try {
      timer.advanceClock(0);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int pending() {
    return timer.size();
  }

  @Override
  public void close() {
    timer.close();
  }

  private static final class Task extends TimerTask {
    private final Runnable onFire;

    Task(long delayMillis, Runnable onFire) {
      super(delayMillis);
      this.onFire = onFire;
    }

    @Override
    public void run() {
      onFire.run();
    }
  }
}
