package dev.chime.async.time;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Agrona's {@link DeadlineTimerWheel}: longs in one array, a row for each tick, searched linearly.
 * It is given ticks of 2^20 ns (1.05 ms); as many of them as there are timers, but no more than the
 * longest delay takes; and rows long enough (five standard deviations over the mean) that none has
 * to grow. Like the bare wheel it arms by the latest turn's time.
 */
final class AgronaTimers implements Timers.Driven {

  private static final long TICK_NANOS = 1 << 20;

  private final @Nullable Long2ObjectHashMap<Runnable> tasks;
  private final Runnable task;
  private final DeadlineTimerWheel wheel;
  private final long[] ids;
  private final LongSupplier clock;
  private final DeadlineTimerWheel.TimerHandler onFire;
  private long now;

  /** With a map from timers to tasks, which the wheel itself does not keep, or without. */
  AgronaTimers(Load load, boolean withTasks) {
    task = load.onFire();
    tasks = withTasks ? new Long2ObjectHashMap<>(2 * load.places(), 0.65f) : null;
    long ticksAhead = load.spreadMillis() * Load.NANOS_PER_MILLI / TICK_NANOS + 1;
    int ticks = powerOfTwo(Math.min(load.places(), ticksAhead));
    double perTick = (double) load.places() / Math.min(ticks, ticksAhead);
    int row = powerOfTwo((long) (perTick + 5 * Math.sqrt(perTick) + 4));
    clock = load.clock();
    now = clock.getAsLong();
    wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, now, TICK_NANOS, ticks, row);
    ids = new long[load.places()];
    onFire =
        (unit, time, id) -> {
          Runnable fired = tasks == null ? task : tasks.remove(id);
          if (fired != null) {
            fired.run();
          }
          return true;
        };
  }

  @Override
  public void arm(int place, long delayMillis) {
    long id = wheel.scheduleTimer(now + delayMillis * Load.NANOS_PER_MILLI);
    ids[place] = id;
    if (tasks != null) {
      tasks.put(id, task);
    }
  }

  @Override
  public void cancel(int place) {
    wheel.cancelTimer(ids[place]);
    if (tasks != null) {
      tasks.remove(ids[place]);
    }
  }

  @Override
  public void turn() {
    now = clock.getAsLong();
    wheel.poll(now, onFire, Integer.MAX_VALUE);
  }

  @Override
  public int pending() {
    return (int) wheel.timerCount();
  }

  private static int powerOfTwo(long atLeast) {
    return (int) (Long.highestOneBit(atLeast - 1) << 1);
  }
}
