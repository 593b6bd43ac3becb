package dev.chime.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Timers as they stand that have been written of late: most reads are of these, and then need no
 * other thread. Only for a database that nobody else writes to. Thread-safe.
 *
 * <p>Only what has been committed is put in, by the thread that commits, before it tells anybody.
 * What is read is not: it may be older by then than what is here.
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
    changes.forEach(change -> timers.put(change.timer().id(), change.timer()));
  }

  @Nullable Timer get(TimerId id) {
    return timers.getIfPresent(id);
  }

  /** Forgets outcomes of before that time. */
  void forget(Instant before) {
    timers
        .asMap()
        .values()
        .removeIf(timer -> timer.decidedAt() != null && timer.decidedAt().isBefore(before));
  }
}
