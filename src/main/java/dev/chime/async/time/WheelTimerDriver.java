package dev.chime.async.time;

import dev.chime.async.Driver;
import dev.chime.async.Shard;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A driver with a timing wheel on every shard of an executor. The timers of a task are in the wheel
 * of the task's shard. The shard's thread arms, cancels and fires them without synchronization.
 * Timers that other threads make are distributed over the shards, and sent to them as messages.
 *
 * <p>Make the driver first, then the executor with {@code driver(wheels::attach)}. Timers fire only
 * while that executor runs.
 */
public final class WheelTimerDriver implements TimerDriver {

  private final Ticker ticker;
  private final List<ShardWheel> wheels = new CopyOnWriteArrayList<>();
  private final AtomicInteger nextWheel = new AtomicInteger();

  /** Creates a driver that uses this ticker. It has no shards yet. */
  public WheelTimerDriver(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Makes the wheel of a shard. */
  public Driver attach(Shard shard) {
    ShardWheel wheel = new ShardWheel(shard, ticker);
    wheels.add(wheel);
    return wheel;
  }

  @Override
  public Ticker ticker() {
    return ticker;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no shard has been attached
   */
  @Override
  public SharedState arm(long deadline) {
    return wheel().arm(deadline);
  }

  /** The number of armed timers in the wheel of each shard, in the order of attachment. */
  public List<Integer> armed() {
    return wheels.stream().map(ShardWheel::armed).toList();
  }

  private ShardWheel wheel() {
    for (ShardWheel wheel : wheels) {
      if (wheel.isCurrent()) {
        return wheel;
      }
    }
    if (wheels.isEmpty()) {
      throw new IllegalStateException("not attached to any shard");
    }
    return wheels.get(Math.floorMod(nextWheel.getAndIncrement(), wheels.size()));
  }
}
