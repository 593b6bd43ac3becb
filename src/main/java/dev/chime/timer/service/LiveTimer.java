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
import dev.chime.timer.service.TimerStep.Elapsing;
import dev.chime.timer.service.TimerStep.Ended;
import dev.chime.timer.service.TimerStep.Idle;
import dev.chime.timer.service.TimerStep.Pausing;
import dev.chime.timer.service.TimerStep.Reading;
import dev.chime.timer.service.TimerStep.Sleeping;
import dev.chime.timer.service.TimerStep.Standing;
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
 * the waiters. A state machine; {@link TimerStep} describes its states.
 *
 * <p>It runs on the shard of its id, as do its waiters. Other threads may call only the methods
 * that say so. It is its own {@link AtomicWaker}, because there may be millions of timers.
 */
final class LiveTimer extends AtomicWaker implements Future<Unit> {

  private static final TimerStep IDLE = new TimerStep.Idle();
  private static final TimerStep ENDED = new TimerStep.Ended();
  private static final TimerStep STANDING = new Standing();
  private static final Logger LOG = System.getLogger(LiveTimer.class.getName());

  /** How long to leave a store alone that has failed; doubled each time that it fails again. */
  private static final Duration RETRY = Duration.ofMillis(100);

  private static final int MAX_DOUBLINGS = 3;

  /** How long a process waits after the deadline of a timer that another process should elapse. */
  private static final Duration OWNER_HEAD_START = Duration.ofMillis(30);

  private final LiveTimers live;
  private final TimerId id;

  /** The latest version that is known; null while only the id is known. */
  private final AtomicReference<@Nullable Timer> latest;

  private TimerStep step = IDLE;
  private long seenVersion;
  private @Nullable Set<Wait> waiters;
  private int failures;
  private boolean readAgain;
  private volatile boolean stale;
  private volatile boolean owned;

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

  /** Whether this task has ended: then waiting for it makes no sense. */
  boolean hasEnded() {
    return step instanceof Ended;
  }

  /** Wakes {@code waiter} at each new version of the timer, and at the end of this task. */
  void addWaiter(Wait waiter) {
    if (waiters == null) {
      waiters = LinkedHashSet.newLinkedHashSet(1); // most timers have one waiter
    }
    waiters.add(waiter);
  }

  void removeWaiter(Wait waiter) {
    if (waiters != null && waiters.remove(waiter) && isFarAndUnawaited(latest.get())) {
      wake(); // to end
    }
  }

  private boolean isFarAndUnawaited(@Nullable Timer timer) {
    return (waiters == null || waiters.isEmpty())
        && timer != null
        && timer.isPending()
        && !live.isNear(id, timer.deadline());
  }

  /** Treats this process as the timer's owner, even if another process is. Any thread. */
  void takeOwnership() {
    owned = true;
  }

  /** Takes in a version of the timer and wakes the task. Older versions are ignored. Any thread. */
  void announce(Timer version) {
    update(version);
    wake();
  }

  /** Takes in a version of the timer without waking the task. Any thread. */
  void update(Timer version) {
    latest.accumulateAndGet(
        version, (old, timer) -> old == null || old.version() < timer.version() ? timer : old);
  }

  /** Makes the task read the timer again: changes may have been missed. Any thread. */
  void reread() {
    stale = true;
    wake();
  }

  /** Whether nothing newer than {@code timer} has been announced. Any thread. */
  @SuppressWarnings("ReferenceEquality") // each version is another object
  boolean isLatest(@Nullable Timer timer) {
    return latest.get() == timer;
  }

  @Override
  public Poll<Unit> poll(Context context) {
    register(context.waker());
    while (true) {
      Timer timer = latest.get();
      if (timer != null && timer.version() != seenVersion) {
        seenVersion = timer.version();
        interrupt();
        wakeWaiters();
      } else if (stale) {
        interrupt();
      }
      if (canEnd(timer)) {
        return end();
      }
      TimerStep next = advance(timer, context);
      if (next == null) {
        return Poll.pending();
      }
      step = next;
    }
  }

  private void interrupt() {
    if (step.isInterruptible()) {
      step.drop();
      step = IDLE;
    }
  }

  private boolean canEnd(@Nullable Timer timer) {
    if (timer == null || hasEnded()) {
      return hasEnded();
    }
    if (!timer.isPending()) {
      return step instanceof Idle && live.remove(this, timer);
    }
    boolean idle = step instanceof Idle || step.isInterruptible();
    return idle && isFarAndUnawaited(timer) && live.removeFar(this, timer);
  }

  /** Polls what the step waits for. The step that follows; null if this one is not over. */
  private @Nullable TimerStep advance(@Nullable Timer timer, Context context) {
    try {
      return switch (step) {
        case Idle() -> next(timer);
        case Reading(var answer, var known) ->
            answer.poll(context) instanceof Poll.Ready<Optional<Timer>>(var found)
                ? afterReading(found, known)
                : null;
        case Standing() -> null;
        case Sleeping(var deadline) -> deadline.poll(context).isReady() ? IDLE : null;
        case Elapsing(var answer) ->
            answer.poll(context) instanceof Poll.Ready<Optional<Decision>>(var decision)
                ? afterElapsing(decision)
                : null;
        case Pausing(var end) -> end.poll(context).isReady() ? IDLE : null;
        case Ended() -> throw new IllegalStateException(this + " was polled after its end");
      };
    } catch (RuntimeException e) { // whatever is wrong with the store, the timer must not be lost
      return afterFailure(e);
    }
  }

  private TimerStep next(@Nullable Timer timer) {
    if (timer == null) {
      return reading(null);
    }
    if (stale || readAgain) {
      stale = false; // before it reads: what is missed from now on is read once more
      readAgain = false;
      return reading(timer);
    }
    Instant now = live.now(id);
    if (live.clocks.isTest(id.namespace())) {
      return timer.isDue(now) ? elapsing(timer, now) : STANDING;
    }
    boolean isOwner = owned || live.nodes.isMine(id);
    Instant due = isOwner ? timer.deadline() : timer.deadline().plus(OWNER_HEAD_START);
    return now.isBefore(due)
        ? new Sleeping(TimerFuture.at(live.driver, live.clock.nanosAt(due)))
        : elapsing(timer, now);
  }

  private TimerStep elapsing(Timer timer, Instant now) {
    return new Elapsing(live.store.elapse(timer, Millis.floor(now)));
  }

  private TimerStep reading(@Nullable Timer known) {
    return new Reading(Future.lazy(() -> live.store.find(id)), known);
  }

  private TimerStep afterReading(Optional<Timer> found, @Nullable Timer known) {
    failures = 0;
    if (found.isEmpty()) {
      return live.remove(this, known) ? ENDED : IDLE;
    }
    update(found.get());
    return IDLE;
  }

  private TimerStep afterElapsing(Optional<Decision> answer) {
    failures = 0;
    if (answer.isEmpty()) { // forgotten by the store, long after its outcome
      return live.remove(this, latest.get()) ? ENDED : IDLE;
    }
    Timer timer = answer.get().timer();
    boolean isNews = timer.version() != seenVersion;
    update(timer);
    if (answer.get() instanceof Decision.Changed) {
      live.tellOutcome(timer);
    }
    return isNews ? IDLE : new Pausing(TimerFuture.after(live.driver, RETRY));
  }

  private TimerStep afterFailure(RuntimeException failure) {
    Level level = failure instanceof StoreException ? Level.DEBUG : Level.WARNING; // it says so
    LOG.log(level, "timer " + id + " is tried again soon: " + failure.getMessage());
    if (step instanceof Reading reading && reading.known() != null) {
      readAgain = true; // after the pause, which being stale would cut short
    }
    Duration pause = RETRY.multipliedBy(1L << failures);
    failures = Math.min(failures + 1, MAX_DOUBLINGS);
    return new Pausing(TimerFuture.after(live.driver, pause));
  }

  private Poll<Unit> end() {
    interrupt(); // a far timer may be asleep
    step = ENDED;
    wakeWaiters();
    return Unit.ready();
  }

  private void wakeWaiters() {
    if (waiters != null) {
      waiters.forEach(Wait::wake);
    }
  }

  @Override
  public void drop() {
    step.drop();
    live.remove(this);
    end();
  }

  /** For debugging. Any thread; the step may be out of date. */
  @Override
  public String toString() {
    Timer timer = latest.get();
    String known = timer == null ? "not read" : timer.state() + " due " + timer.deadline();
    return "LiveTimer[" + id + ", " + known + ", " + step.getClass().getSimpleName() + "]";
  }
}
