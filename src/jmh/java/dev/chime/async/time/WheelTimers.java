package dev.chime.async.time;

import java.util.function.LongSupplier;

/**
 * The bare {@link TimerWheel}. Arming reads no clock: the wheel's time is that of the latest turn,
 * as it is for a shard's tasks. The only class of the benches that touches the wheel.
 */
final class WheelTimers implements Timers.Driven {

  private static final int SWEEP_BUDGET = 256; // as in a shard's turn

  private final TimerWheel wheel = new TimerWheel(0);
  private final SharedState[] timers;
  private final LongSupplier clock;
  private final long origin;
  private final Runnable onFire;
  private long now;

  WheelTimers(Load load) {
    timers = new SharedState[load.places()];
    clock = load.clock();
    origin = clock.getAsLong();
    onFire = load.onFire();
  }

  @Override
  public void arm(int place, long delayMillis) {
    WheelEntry timer = new Timer(wheel);
    timers[place] = timer;
    wheel.insert(timer, now + delayMillis);
  }

  @Override
  public void cancel(int place) {
    timers[place].drop();
  }

  @Override
  public void turn() {
    now = (clock.getAsLong() - origin) / Load.NANOS_PER_MILLI;
    wheel.advance(now, Integer.MAX_VALUE, this::fire);
    if (wheel.isSweepDue()) {
      wheel.sweep(SWEEP_BUDGET);
    }
  }

  @Override
  public int pending() {
    return wheel.size();
  }

  private void fire(WheelEntry timer) {
    if (timer.fire()) {
      onFire.run();
    }
  }

  private static final class Timer extends WheelEntry {
    private final TimerWheel wheel;

    Timer(TimerWheel wheel) {
      this.wheel = wheel;
    }

    @Override
    boolean isFiredByCurrentThread() {
      return true;
    }

    @Override
    void release(boolean byFiringThread) {
      wheel.drop(this);
    }
  }
}
