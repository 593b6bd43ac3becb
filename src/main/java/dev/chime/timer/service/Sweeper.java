package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.timer.Millis;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Elapses overdue timers, whichever process should have done so: it may have died, or the store
 * could not be reached when they came due. It also takes in timers that somebody else than a
 * process of this service has put into the database.
 */
final class Sweeper extends BackgroundLoop {

  private static final Logger LOG = System.getLogger(Sweeper.class.getName());

  private static final int BATCH = 1_000;

  /** How late a timer must be before it is taken from the process that should elapse it. */
  private static final Duration GRACE = Duration.ofMillis(50);

  /** How much longer each process waits than the one before it, so that only one sweeps. */
  private static final Duration GRACE_PER_RANK = Duration.ofMillis(150);

  private final LiveTimers live;
  private final Duration interval;

  Sweeper(LiveTimers live, Duration interval) {
    super(live.driver);
    this.live = live;
    this.interval = interval;
  }

  /** Sweeps at once, if this process is the first in rank. Any thread. */
  void externalInserts() {
    if (live.nodes.rank() == 0) {
      skipPause();
    }
  }

  @Override
  protected Duration onFailure(StoreException failure) {
    LOG.log(Level.DEBUG, "sweeping failed: " + failure.getMessage());
    return interval;
  }

  /** Sweeps one batch. */
  @Override
  protected Future<Duration> runOnce() {
    Instant now = Millis.floor(live.clock.instant());
    return live.store.sweep(now.minus(grace()), now, BATCH).map(this::swept);
  }

  private Duration grace() {
    return GRACE.plus(GRACE_PER_RANK.multipliedBy(live.nodes.rank()));
  }

  private Duration swept(List<Timer> timers) {
    for (Timer timer : timers) {
      if (timer.isPending()) {
        live.listener.created(timer);
        live.armIfNear(timer);
      } else {
        live.announce(timer);
        live.tellOutcome(timer);
        live.listener.swept(timer);
      }
    }
    return pauseAfter(timers.size(), BATCH, interval);
  }
}
