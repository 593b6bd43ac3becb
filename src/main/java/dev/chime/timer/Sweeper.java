package dev.chime.timer;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerFuture;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task without end that elapses timers which are overdue, whoever should have: those of a process
 * that has died, and those that came due while the store could not be reached.
 */
public final class Sweeper implements Future<Unit> {

  private static final Logger LOG = System.getLogger(Sweeper.class.getName());

  private static final int BATCH = 500;

  /** How late a timer is before it is taken from whoever is at it. */
  private static final Duration GRACE = Duration.ofMillis(50);

  private final LiveTimers live;
  private final Duration interval;
  private @Nullable Future<Duration> step;

  Sweeper(LiveTimers live, Duration interval) {
    this.live = live;
    this.interval = interval;
  }

  @Override
  public Poll<Unit> poll(Context context) {
    while (true) {
      Future<Duration> taking = step == null ? sweep() : step;
      step = taking;
      Duration pause;
      try {
        if (!(taking.poll(context) instanceof Poll.Ready<Duration>(Duration value))) {
          return Poll.pending();
        }
        pause = value;
      } catch (StoreException e) {
        LOG.log(Level.DEBUG, "cannot sweep now: " + e.getMessage());
        pause = interval;
      }
      step = pause.isZero() ? null : TimerFuture.after(live.driver, pause).then(done -> sweep());
    }
  }

  /** A batch; then a pause, unless the batch was full and there is more to do. */
  private Future<Duration> sweep() {
    return Future.yieldNow() // so that a long row of batches does not hold up the shard
        .then(
            turn -> {
              Instant now = ServiceClock.floorMillis(live.clock.instant());
              return live.store.sweep(now.minus(GRACE), now, BATCH);
            })
        .map(this::swept);
  }

  private Duration swept(List<Timer> timers) {
    for (Timer timer : timers) {
      live.announce(timer);
      live.tellOutcome(timer);
      live.listener.swept(timer);
    }
    return timers.size() < BATCH ? interval : Duration.ZERO;
  }

  @Override
  public void drop() {
    if (step != null) {
      step.drop();
    }
  }
}
