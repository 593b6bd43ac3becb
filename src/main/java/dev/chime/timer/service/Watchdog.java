package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerFuture;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks for a timer that should have elapsed long ago, reports it, and arms it again. A safety net
 * for faults that nobody has thought of.
 */
final class Watchdog extends BackgroundLoop {

  private static final Logger LOG = System.getLogger(Watchdog.class.getName());

  private final LiveTimers live;
  private final Duration bound;

  Watchdog(LiveTimers live, Duration bound) {
    super(live.driver);
    this.live = live;
    this.bound = bound;
  }

  /** Pauses first: just after the start there is nothing to find. */
  @Override
  protected Future<Duration> runOnce() {
    return TimerFuture.after(live.driver, bound.dividedBy(2))
        .then(paused -> check())
        .map(checked -> Duration.ZERO);
  }

  @Override
  protected Duration onFailure(StoreException failure) {
    LOG.log(Level.WARNING, "overdue timers cannot be looked for now: " + failure.getMessage());
    return Duration.ZERO;
  }

  private Future<Unit> check() {
    Instant latest = live.clock.instant().minus(bound);
    return live.store
        .pending(TimerStore.BEGINNING, null, latest, 1)
        .then(
            page ->
                page.isEmpty()
                    ? Future.ready(Optional.<Timer>empty())
                    : live.store.find(page.getFirst().id())) // the page may be out of date
        .map(
            found -> {
              found.filter(Timer::isPending).ifPresent(this::report);
              return Unit.UNIT;
            });
  }

  private void report(Timer timer) {
    LOG.log(
        Level.ERROR,
        "timer " + timer.id() + " was due at " + timer.deadline() + " and has not elapsed");
    live.listener.overdue(timer);
    live.rearm(timer);
  }
}
