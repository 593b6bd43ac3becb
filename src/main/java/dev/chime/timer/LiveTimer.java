package dev.chime.timer;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.Waker;
import dev.chime.async.time.TimerFuture;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The task of one timer: it sleeps until the deadline, asks the store for the outcome, and wakes
 * those who watch. It takes one step at a time, each a future: reading the timer if only its id is
 * known, sleeping, elapsing; and sleeping again should the deadline have moved.
 *
 * <p>Belongs to the shard of its id, as do its watchers; only {@link #announce} is for any thread.
 */
final class LiveTimer implements Future<Unit> {

  private static final Logger LOG = System.getLogger(LiveTimer.class.getName());

  /** How long to leave a store alone that has failed. */
  private static final Duration RETRY = Duration.ofMillis(100);

  private final LiveTimers live;
  private final TimerId id;

  /** The timer as last heard of, from anywhere; null before the first news. */
  private final AtomicReference<@Nullable Timer> latest;

  private volatile @Nullable Waker waker;
  private @Nullable Future<Unit> step;
  private boolean sleeping;
  private long seenVersion;
  private @Nullable Set<Wait> watchers;
  private boolean over;

  LiveTimer(LiveTimers live, TimerId id, @Nullable Timer known) {
    this.live = live;
    this.id = id;
    this.latest = new AtomicReference<>(known);
  }

  TimerId id() {
    return id;
  }

  @Nullable Timer latest() {
    return latest.get();
  }

  /** Whether it has ended, so that watching it is in vain. */
  boolean isOver() {
    return over;
  }

  /** Wakes {@code wait} at the next news. */
  void watch(Wait wait) {
    if (watchers == null) {
      watchers = LinkedHashSet.newLinkedHashSet(1); // most timers are waited for once
    }
    watchers.add(wait);
  }

  void unwatch(Wait wait) {
    if (watchers != null) {
      watchers.remove(wait);
    }
  }

  /** Brings news of the timer, from any thread. What is older than the news so far is ignored. */
  void announce(Timer news) {
    latest.accumulateAndGet(
        news, (old, timer) -> old == null || old.version() < timer.version() ? timer : old);
    Waker task = waker;
    if (task != null) { // else the first poll is still to come, and will look
      task.wake();
    }
  }

  @Override
  public Poll<Unit> poll(Context context) {
    waker = context.waker();
    while (true) {
      Timer timer = latest.get();
      if (timer != null && timer.version() != seenVersion) {
        seenVersion = timer.version();
        dropSleep();
        wakeWatchers();
      }
      if (over || (timer != null && !timer.isPending())) {
        return end();
      }
      if (!takeStep(timer, context)) {
        return Poll.pending();
      }
    }
  }

  private boolean takeStep(@Nullable Timer timer, Context context) {
    try {
      Future<Unit> taking = step == null ? nextStep(timer) : step;
      step = taking;
      if (!taking.poll(context).isReady()) {
        return false;
      }
      step = null;
      sleeping = false;
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "timer " + id + ": " + e.getMessage() + "; trying again");
      step = TimerFuture.after(live.driver, RETRY);
    }
    return true;
  }

  private Future<Unit> nextStep(@Nullable Timer timer) {
    if (timer == null) {
      return live.store.find(id).map(this::read);
    }
    Instant now = live.clock.instant();
    if (now.isBefore(timer.deadline())) {
      sleeping = true;
      return TimerFuture.at(live.driver, live.clock.nanosAt(timer.deadline()));
    }
    return live.store.elapse(id, ServiceClock.floorMillis(now)).map(this::decided);
  }

  private Unit read(Optional<Timer> found) {
    found.ifPresentOrElse(this::announce, () -> over = true);
    return Unit.UNIT;
  }

  private Unit decided(Optional<Decision> decision) {
    decision.ifPresentOrElse(
        made -> {
          announce(made.timer());
          if (made.decided()) {
            live.listener.elapsed(made.timer());
          }
        },
        () -> over = true);
    return Unit.UNIT;
  }

  private void dropSleep() {
    if (sleeping && step != null) {
      step.drop();
      step = null;
      sleeping = false;
    }
  }

  private Poll<Unit> end() {
    over = true;
    live.remove(this); // whoever comes from now on reads the store anew
    wakeWatchers();
    return Unit.ready();
  }

  private void wakeWatchers() {
    if (watchers != null) {
      watchers.forEach(Wait::wake);
    }
  }

  @Override
  public void drop() {
    if (step != null) {
      step.drop();
    }
    end();
  }
}
