package dev.chime.async.time;

import dev.chime.async.Driver;
import dev.chime.async.Shard;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A timing wheel on every shard of an executor. A task's timers lie in the wheel of the task's own
 * shard and are armed, cancelled and fired by its thread without synchronization; timers made
 * elsewhere are spread over the shards and reach them as messages.
 *
 * <p>Make it first, then the executor with {@code driver(wheels::attach)}. Timers make progress
 * while that executor runs.
 */
public final class WheelTimerDriver implements TimerDriver {

  private final Ticker ticker;
  private final List<ShardWheel> wheels = new CopyOnWriteArrayList<>();
  private final AtomicInteger nextWheel = new AtomicInteger();

  /** A driver that goes by this ticker, without any shard so far. */
  public WheelTimerDriver(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Gives a shard its wheel. */
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

  /** The number of timers that are waiting in each shard's wheel, in the order of attachment. */
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
