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
 * A task without end that elapses timers which are overdue, whoever should have: those of a process
 * that has died, and those that came due while the store could not be reached. It also takes in
 * timers that somebody has put into the store without us.
 */
final class Sweeper extends Repeating {

  private static final Logger LOG = System.getLogger(Sweeper.class.getName());

  private static final int BATCH = 1_000;

  /** How late a timer is before it is taken from whoever is at it. */
  private static final Duration GRACE = Duration.ofMillis(50);

  /** By how much less patient a process is than the next, so that one of them does it. */
  private static final Duration GRACE_OF_RANK = Duration.ofMillis(150);

  private final LiveTimers live;
  private final Duration interval;

  Sweeper(LiveTimers live, Duration interval) {
    super(live.driver);
    this.live = live;
    this.interval = interval;
  }

  /** Looks at once, if this process is the first to. Any thread. */
  void externalInserts() {
    if (live.nodes.rank() == 0) {
      hurry();
    }
  }

  @Override
  Duration failed(StoreException e) {
    LOG.log(Level.DEBUG, "cannot sweep now: " + e.getMessage());
    return interval;
  }

  /** A batch; then a pause, unless the batch was full and there is more to do. */
  @Override
  Future<Duration> once() {
    return Future.yieldNow() // so that a long row of batches does not hold up the shard
        .then(
            turn -> {
              Instant now = Millis.floor(live.clock.instant());
              return live.store.sweep(now.minus(grace()), now, BATCH);
            })
        .map(this::swept);
  }

  private Duration grace() {
    return GRACE.plus(GRACE_OF_RANK.multipliedBy(live.nodes.rank()));
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
    return timers.size() < BATCH ? interval : Duration.ZERO;
  }
}
