package dev.chime.async;

import java.util.function.Function;

/**
 * A shard whose thread is the one that made it, and that takes a turn when told: so that a bench
 * measures a step of the runtime and no handing over between threads.
 */
public final class HandTurnedShard {

  private final Shard shard;
  private final Spawner spawner;

  /**
   * A shard with room for {@code capacity} tasks and this driver. The caller becomes its thread.
   */
  public HandTurnedShard(int capacity, Function<? super Shard, ? extends Driver> drivers) {
    Executor executor = Executor.builder().capacity(capacity).driver(drivers).build();
    spawner = executor.spawner();
    shard = executor.anyShard();
    shard.adopt();
  }

  /** What makes tasks of the shard. */
  public Spawner spawner() {
    return spawner;
  }

  /** Takes one turn. */
  public void turn() {
    shard.turn();
  }
}
