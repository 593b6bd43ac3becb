package dev.chime.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The event counts of one shard. Only the shard's thread writes them, without atomic instructions.
 * Any thread may read them. Opaque writes are enough for that: a read never sees half a value, and
 * each value becomes visible eventually.
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

  void recordSpawned() {
    SPAWNED.setOpaque(this, spawned + 1);
  }

  void recordWoken() {
    WOKEN.setOpaque(this, woken + 1);
  }

  void recordPolled() {
    POLLED.setOpaque(this, polled + 1);
  }

  void recordCompleted() {
    COMPLETED.setOpaque(this, completed + 1);
  }

  void recordFailed() {
    FAILED.setOpaque(this, failed + 1);
  }

  void recordCancelled() {
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
