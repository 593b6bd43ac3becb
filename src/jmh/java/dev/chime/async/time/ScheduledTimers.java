package dev.chime.async.time;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's two {@link ScheduledExecutorService}s, each with one thread: {@link
 * ScheduledThreadPoolExecutor}, a binary heap under a lock, and {@link ForkJoinPool}, a 4-ary heap
 * that belongs to a scheduler thread, to which the caller hands over. Of the latter only the
 * caller's part is measured.
 */
final class ScheduledTimers implements Timers {

  private final ScheduledExecutorService pool;
  private final ScheduledFuture<?>[] futures;
  private final Runnable onFire;

  private ScheduledTimers(ScheduledExecutorService pool, Load load) {
    this.pool = pool;
    futures = new ScheduledFuture<?>[load.places()];
    onFire = load.onFire();
  }

  static ScheduledTimers ofThreadPool(Load load) {
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
    pool.setRemoveOnCancelPolicy(true);
    return new ScheduledTimers(pool, load);
  }

  static ScheduledTimers ofForkJoinPool(Load load) {
    return new ScheduledTimers(new ForkJoinPool(1), load);
  }

  @Override
  public void arm(int place, long delayMillis) {
    futures[place] = pool.schedule(onFire, delayMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void cancel(int place) {
    futures[place].cancel(false);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
