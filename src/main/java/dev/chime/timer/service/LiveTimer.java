package dev.chime.timer.service;

import dev.chime.async.AtomicWaker;
import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerFuture;
import dev.chime.timer.Decision;
import dev.chime.timer.Millis;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
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
final class LiveTimer extends AtomicWaker implements Future<Unit> {

  private static final Logger LOG = System.getLogger(LiveTimer.class.getName());

  /** How long to leave a store alone that has failed. */
  private static final Duration RETRY = Duration.ofMillis(100);

  private static final int MOST_DOUBLINGS = 3;

  /** How long a process that others are before lets them elapse it. */
  private static final Duration COURTESY = Duration.ofMillis(30);

  private final LiveTimers live;
  private final TimerId id;

  /** The timer as last heard of, from anywhere; null before the first news. */
  private final AtomicReference<@Nullable Timer> latest;

  private @Nullable Future<Unit> step;
  private boolean pausing;
  private long seenVersion;
  private @Nullable Set<Wait> watchers;
  private boolean over;
  private volatile boolean doubtful;
  private boolean rereading;
  private volatile boolean inCharge;
  private int failures;

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
    if (watchers != null && watchers.remove(wait) && isUnwatchedAndFar(latest.get())) {
      wake(); // to let go of itself
    }
  }

  private boolean isUnwatchedAndFar(@Nullable Timer timer) {
    return (watchers == null || watchers.isEmpty())
        && timer != null
        && timer.isPending()
        && !live.isNear(timer.deadline());
  }

  /** Has this process see to the timer, even if another one would. Any thread. */
  void takeCharge() {
    inCharge = true;
  }

  /** Brings news of the timer, from any thread. What is older than the news so far is ignored. */
  void announce(Timer news) {
    learn(news);
    wake();
  }

  /** Takes in news without a wake. Any thread. */
  void learn(Timer news) {
    latest.accumulateAndGet(
        news, (old, timer) -> old == null || old.version() < timer.version() ? timer : old);
  }

  /** Has the task read the store, where there may be news that were not heard. Any thread. */
  void doubt() {
    doubtful = true;
    wake();
  }

  /** Whether there has been no news since {@code looked}. */
  @SuppressWarnings("ReferenceEquality") // news is a new object
  boolean knowsNoMoreThan(@Nullable Timer looked) {
    return latest.get() == looked;
  }

  @Override
  public Poll<Unit> poll(Context context) {
    register(context.waker());
    while (true) {
      Timer timer = latest.get();
      if (timer != null && timer.version() != seenVersion) {
        seenVersion = timer.version();
        dropPause();
        wakeWatchers();
      }
      boolean hasOutcome = timer != null && !timer.isPending();
      if (over || (hasOutcome && step == null && live.remove(this, timer))) {
        return end();
      }
      if (doubtful) {
        dropPause();
      }
      boolean idle = step == null || pausing;
      if (idle && timer != null && isUnwatchedAndFar(timer) && live.removeFar(this, timer)) {
        dropPause();
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
      failures = pausing ? failures : 0;
      pausing = false;
    } catch (RuntimeException e) { // whatever ails the store, the timer must not be lost
      Level level = e instanceof StoreException ? Level.DEBUG : Level.WARNING; // it says so itself
      LOG.log(level, "timer " + id + " is tried again soon: " + e.getMessage());
      if (rereading) {
        doubtful = true;
      }
      pause(TimerFuture.after(live.driver, RETRY.multipliedBy(1L << failures)));
      failures = Math.min(failures + 1, MOST_DOUBLINGS);
    }
    return true;
  }

  private Future<Unit> nextStep(@Nullable Timer timer) {
    if (timer == null) {
      return reading(null);
    }
    if (doubtful) {
      doubtful = false; // before it reads: what comes later has it read again
      rereading = true;
      return reading(timer);
    }
    Instant now = live.clock.instant();
    Instant mine =
        inCharge || live.nodes.isMine(id) ? timer.deadline() : timer.deadline().plus(COURTESY);
    if (now.isBefore(mine)) {
      return pause(TimerFuture.at(live.driver, live.clock.nanosAt(mine)));
    }
    return live.store.elapse(timer, Millis.floor(now)).then(this::decided);
  }

  /** Makes a step of something that news cuts short. */
  private Future<Unit> pause(Future<Unit> sleep) {
    step = sleep;
    pausing = true;
    return sleep;
  }

  private Future<Unit> reading(@Nullable Timer known) {
    return live.store.find(id).map(found -> read(found, known));
  }

  private Unit read(Optional<Timer> found, @Nullable Timer known) {
    rereading = false;
    found.ifPresentOrElse(this::learn, () -> over = live.remove(this, known));
    return Unit.UNIT;
  }

  private Future<Unit> decided(Optional<Decision> decision) {
    if (decision.isEmpty()) {
      over = live.remove(this, latest.get()); // forgotten by the store, long after its outcome
      return Future.ready(Unit.UNIT);
    }
    Timer timer = decision.get().timer();
    boolean news = timer.version() != seenVersion;
    learn(timer);
    if (decision.get() instanceof Decision.Changed) {
      live.tellOutcome(timer);
    }
    return news // else the store does not find it due yet, by a clock that is behind
        ? Future.ready(Unit.UNIT)
        : TimerFuture.after(live.driver, RETRY);
  }

  private void dropPause() {
    if (pausing && step != null) {
      step.drop();
      step = null;
      pausing = false;
    }
  }

  /** Whoever comes from now on makes a new task, which reads the store. */
  private Poll<Unit> end() {
    over = true;
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
    live.remove(this);
    end();
  }
}
