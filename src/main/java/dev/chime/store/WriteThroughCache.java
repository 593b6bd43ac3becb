package dev.chime.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the timers that were written or read last, for a database that no other process writes
 * to. Most reads find their timer here and need no reader thread. Thread-safe.
 *
 * <p>The thread that commits puts the changes into the cache before anybody else learns of them. A
 * timer that was read from the database is cached only if nothing was committed since the read
 * began.
 */
final class WriteThroughCache implements TimerCache {

  private static final int MAX_BYTES = 16 << 20;

  /** Approximate size of a timer without its payload and labels. */
  private static final int TIMER_BYTES = 400;

  private static final int LABEL_BYTES = 100;

  private final Cache<TimerId, Timer> timers =
      Caffeine.newBuilder()
          .maximumWeight(MAX_BYTES)
          .weigher(WriteThroughCache::bytes)
          .executor(Runnable::run) // maintenance is so little work that no other thread is needed
          .build();

  private final AtomicLong commits = new AtomicLong();
  private volatile Instant purgedBefore = Instant.MIN;

  private static int bytes(TimerId id, Timer timer) {
    int labels = timer.labels().size() * LABEL_BYTES;
    return TIMER_BYTES + labels + (timer.payload() == null ? 0 : timer.payload().length());
  }

  @Override
  public ChangeListener writeThrough(ChangeListener next) {
    return changes -> {
      put(changes);
      next.committed(changes);
    };
  }

  private void put(List<TimerChange> changes) {
    commits.incrementAndGet(); // before the first put, see merge
    for (TimerChange change : changes) {
      if (!change.kind().isOfDelivery()) {
        timers.asMap().merge(change.timer().id(), change.timer(), this::newer);
      }
    }
  }

  /** An elapse that was decided in memory may overtake the news that the timer was made. */
  private Timer newer(Timer cached, Timer next) {
    boolean isOlder =
        next.version() < cached.version() && next.createdAt().equals(cached.createdAt());
    return isOlder && !isPurged(cached) ? cached : next;
  }

  @Override
  public @Nullable Timer get(TimerId id) {
    Timer cached = timers.getIfPresent(id);
    return cached == null || isPurged(cached) ? null : cached;
  }

  @Override
  public long commits() {
    return commits.get();
  }

  /**
   * {@inheritDoc}
   *
   * <p>A change that is committed while this method compares the counts has to wait for the lock of
   * the entry. It then overwrites the timer that this method has cached.
   */
  @Override
  public Timer merge(Timer read, long commitsBefore) {
    Timer newest =
        timers
            .asMap()
            .compute(
                read.id(),
                (_, cached) -> {
                  if (cached != null && !isPurged(cached)) {
                    return cached;
                  }
                  return commits.get() == commitsBefore && !isPurged(read) ? read : null;
                });
    return newest == null ? read : newest;
  }

  /** Hides the timers at once. They are evicted when their space is needed. */
  @Override
  public void purge(Instant outcomesBefore) {
    purgedBefore = outcomesBefore;
  }

  @Override
  public void drop(Namespace namespace) {
    commits.incrementAndGet(); // what is being read now may be of before
    timers.asMap().keySet().removeIf(id -> id.namespace().equals(namespace));
  }

  private boolean isPurged(Timer timer) {
    return timer.decidedAt() != null && timer.decidedAt().isBefore(purgedBefore);
  }
}
