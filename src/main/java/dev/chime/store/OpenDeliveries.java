package dev.chime.store;

import dev.chime.async.Unit;
import dev.chime.timer.Namespace;
import dev.chime.timer.StoreBusyException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many deliveries of a namespace are open, for its limit of pending timers. Counting takes
 * time, so a number is used for a second, and for longer if counting takes longer than a twentieth
 * of that. Meanwhile and at the start a namespace may exceed its limit by what elapses.
 * Thread-safe.
 */
final class OpenDeliveries {

  private static final Duration MIN_AGE = Duration.ofSeconds(1);
  private static final int MAX_SHARE = 20;

  private static final class Count {
    private final AtomicBoolean isReading = new AtomicBoolean();
    private volatile long value;
    private volatile long outdatedAt = System.nanoTime();
  }

  private final Readers readers;
  private final ConcurrentMap<Namespace, Count> counts = new ConcurrentHashMap<>();

  OpenDeliveries(Readers readers) {
    this.readers = readers;
  }

  /**
   * The latest number for a namespace; zero before the first count. Has it counted again if it is
   * old.
   *
   * @param limit the limit of the namespace; {@link Long#MAX_VALUE} if it has none
   */
  long of(Namespace namespace, long limit) {
    if (limit == Long.MAX_VALUE) {
      return 0;
    }
    Count count = counts.computeIfAbsent(namespace, _ -> new Count());
    if (System.nanoTime() - count.outdatedAt >= 0 && count.isReading.compareAndSet(false, true)) {
      read(namespace, limit, count);
    }
    return count.value;
  }

  private void read(Namespace namespace, long limit, Count count) {
    try {
      var _ =
          readers.read(
              reads -> {
                long begin = System.nanoTime();
                try {
                  count.value = reads.deliveries().countOpen(namespace, limit);
                } finally {
                  long end = System.nanoTime();
                  count.outdatedAt = end + Math.max(MIN_AGE.toNanos(), (end - begin) * MAX_SHARE);
                  count.isReading.set(false);
                }
                return Unit.UNIT;
              });
    } catch (StoreBusyException e) {
      count.isReading.set(false); // the next one tries again
    }
  }
}
