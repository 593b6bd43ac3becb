package dev.chime.async.time;

import dev.chime.async.CountingWaker;
import dev.chime.async.Executor;
import dev.chime.async.Spawner;
import dev.chime.async.Waker;

/**
 * An executor of one shard with a timing wheel, run by one actor, whose time jumps to the next
 * deadline whenever the shard would sleep until then. It ends when its last timer fires. Time stops
 * short of that until the last timer has been armed and polled, and never goes beyond; so one
 * timer, the lasting one, still waits in the end.
 */
final class OneWheel implements Ticker {

  private static final long TICK = 1_000_000;

  private final WheelTimerDriver wheels = new WheelTimerDriver(this);
  private final Executor executor = Executor.builder().driver(wheels::attach).build();
  private final Spawner spawner = executor.spawner();
  private final CountingWaker lastWaker = new CountingWaker();
  private final long lastDeadline;
  private volatile long now;
  private volatile boolean lastPolled;

  /** A wheel whose last timer is to fire at this tick. */
  OneWheel(int lastTick) {
    lastDeadline = lastTick * TICK;
    arm(1_000_000, Waker.noop());
  }

  /** Arms a timer for a tick, from any thread. */
  TimerFuture arm(int tick, Waker waker) {
    TimerFuture timer = TimerFuture.at(wheels, tick * TICK);
    timer.poll(() -> waker);
    return timer;
  }

  /** Arms the timer that ends the run, from any thread. */
  void armLast() {
    TimerFuture.at(wheels, lastDeadline).poll(() -> this::fireLast);
    lastPolled = true;
  }

  private void fireLast() {
    lastWaker.wake();
    spawner.close();
  }

  /** Lets the shard work on the calling thread until the last timer has fired. */
  void run() {
    executor.run();
  }

  /** Waits until the shard, which has seen all armed so far, has let time reach this tick. */
  void awaitTick(int tick) {
    while (now < tick * TICK) {
      Thread.onSpinWait();
    }
  }

  /** How many timers wait in the wheel. */
  int armed() {
    return wheels.armed().getFirst();
  }

  /** How often the last timer has fired. */
  int lastWakes() {
    return lastWaker.wakes();
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void parkUntil(long deadline) {
    if (deadline < lastDeadline || lastPolled) {
      now = Math.max(now, Math.min(deadline, lastDeadline));
    } else {
      Thread.onSpinWait();
    }
  }
}
