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
 * A task without end that looks whether any timer should have elapsed long ago, says so, and has it
 * armed once more. It is there for faults that nobody has thought of.
 */
final class Watchdog extends Repeating {

  private static final Logger LOG = System.getLogger(Watchdog.class.getName());

  private final LiveTimers live;
  private final Duration bound;

  Watchdog(LiveTimers live, Duration bound) {
    super(live.driver);
    this.live = live;
    this.bound = bound;
  }

  /** It pauses first: there is nothing to find at the beginning. */
  @Override
  Future<Duration> once() {
    return TimerFuture.after(live.driver, bound.dividedBy(2))
        .then(rested -> look())
        .map(looked -> Duration.ZERO);
  }

  @Override
  Duration failed(StoreException e) {
    LOG.log(Level.WARNING, "cannot look for overdue timers now: " + e.getMessage());
    return Duration.ZERO;
  }

  private Future<Unit> look() {
    Instant latest = live.clock.instant().minus(bound);
    return live.store
        .pending(TimerStore.BEGINNING, null, latest, 1)
        .then(
            page ->
                page.isEmpty()
                    ? Future.ready(Optional.<Timer>empty())
                    : live.store.find(page.getFirst().id())) // it may know better by now
        .map(
            found -> {
              found.filter(Timer::isPending).ifPresent(this::bark);
              return Unit.UNIT;
            });
  }

  private void bark(Timer timer) {
    LOG.log(
        Level.ERROR,
        "timer " + timer.id() + " was due at " + timer.deadline() + " and has not elapsed");
    live.listener.overdue(timer);
    live.rearm(timer);
  }
}
