package dev.chime.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Timers as they stand that have been written or read of late: most reads are of these, and then
 * need no other thread. Only for a database that nobody else writes to. Thread-safe.
 *
 * <p>What has been committed is put in by the thread that commits, before it tells anybody. What
 * has been read is put in only if nothing was committed since before it was read.
 */
final class RecentTimers {

  private static final int MOST_BYTES = 16 << 20;

  /** About what a timer takes besides its payload. */
  private static final int BYTES = 400;

  private final Cache<TimerId, Timer> timers =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher(RecentTimers::bytes)
          .executor(Runnable::run) // there is nothing to do that would be worth another thread
          .build();

  private final AtomicLong commits = new AtomicLong();
  private volatile Instant forgotten = Instant.MIN;

  private static int bytes(TimerId id, Timer timer) {
    int labels = timer.labels().size() * 100;
    return BYTES + labels + (timer.payload() == null ? 0 : timer.payload().length());
  }

  /** A listener that takes changes in before it tells them on. */
  ChangeListener before(ChangeListener listener) {
    return changes -> {
      keep(changes);
      listener.committed(changes);
    };
  }

  private void keep(List<TimerChange> changes) {
    commits.incrementAndGet(); // before any of them, see newest
    changes.forEach(change -> timers.put(change.timer().id(), change.timer()));
  }

  @Nullable Timer get(TimerId id) {
    Timer known = timers.getIfPresent(id);
    return known == null || isForgotten(known) ? null : known;
  }

  /** How often something has been committed; to be asked before something is read. */
  long commits() {
    return commits.get();
  }

  /**
   * The timer as it stands, of which this has been read; and takes that in if it cannot be older.
   * What is committed while this looks at the number waits to be put in, and so comes after it.
   *
   * @param commitsBefore {@link #commits()} of before it was read
   */
  Timer newest(Timer read, long commitsBefore) {
    Timer newest =
        timers
            .asMap()
            .compute(
                read.id(),
                (_, known) -> {
                  if (known != null && !isForgotten(known)) {
                    return known;
                  }
                  return commits.get() == commitsBefore && !isForgotten(read) ? read : null;
                });
    return newest == null ? read : newest;
  }

  /** Has no outcomes of before that time any more; they go when others need their place. */
  void forget(Instant before) {
    forgotten = before;
  }

  private boolean isForgotten(Timer timer) {
    return timer.decidedAt() != null && timer.decidedAt().isBefore(forgotten);
  }
}
