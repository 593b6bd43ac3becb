package dev.chime.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Event counts of one shard: written by its thread alone, without atomic instructions, and readable
 * by any other. Opaque writes are enough for that: no tearing, and each value shows up in time.
 */
final class ShardCounters extends CacheLinePadded {

  private static final VarHandle SPAWNED = handle("spawned");
  private static final VarHandle WOKEN = handle("woken");
  private static final VarHandle POLLED = handle("polled");
  private static final VarHandle COMPLETED = handle("completed");
  private static final VarHandle FAILED = handle("failed");
  private static final VarHandle CANCELLED = handle("cancelled");

  private long spawned;
  private long woken;
  private long polled;
  private long completed;
  private long failed;
  private long cancelled;

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(ShardCounters.class, field, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  void spawned() {
    SPAWNED.setOpaque(this, spawned + 1);
  }

  void woken() {
    WOKEN.setOpaque(this, woken + 1);
  }

  void polled() {
    POLLED.setOpaque(this, polled + 1);
  }

  void completed() {
    COMPLETED.setOpaque(this, completed + 1);
  }

  void failed() {
    FAILED.setOpaque(this, failed + 1);
  }

  void cancelled() {
    CANCELLED.setOpaque(this, cancelled + 1);
  }

  ShardStats read(int shard, long pending) {
    return new ShardStats(
        shard,
        (long) SPAWNED.getOpaque(this),
        pending,
        (long) WOKEN.getOpaque(this),
        (long) POLLED.getOpaque(this),
        (long) COMPLETED.getOpaque(this),
        (long) FAILED.getOpaque(this),
        (long) CANCELLED.getOpaque(this));
  }
}
