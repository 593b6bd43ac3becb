package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.async.Permit;
import dev.chime.async.RejectedSpawnException;
import dev.chime.async.Spawner;
import dev.chime.async.time.TimerDriver;
import dev.chime.timer.Decision;
import dev.chime.timer.Millis;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The timers that have a task in the executor, each on the shard of its id, and what these tasks
 * work with. Thread-safe.
 */
final class LiveTimers {

  /** How long it may take to store a timer before the timer might be armed late. */
  private static final Duration MAX_STORE_TIME = Duration.ofMinutes(1);

  final ServiceClock clock;
  final NamespaceClocks clocks;
  final TimerDriver driver;
  final TimerStore store;
  final TimerListener listener;
  final Nodes nodes = new Nodes();
  private final Spawner spawner;
  private volatile Instant armedUntil = Instant.MAX;
  private volatile @Nullable Lookahead lookahead;
  private final ConcurrentMap<TimerId, LiveTimer> live = new ConcurrentHashMap<>();

  LiveTimers(
      NamespaceClocks clocks,
      TimerDriver driver,
      TimerStore store,
      TimerListener listener,
      Spawner spawner) {
    this.clock = clocks.service();
    this.clocks = clocks;
    this.driver = driver;
    this.store = store;
    this.listener = listener;
    this.spawner = spawner;
  }

  /** The shard of an id: all tasks for one timer run there, never two at the same time. */
  static int affinity(TimerId id) {
    return id.hashCode();
  }

  /**
   * Room for the task of a timer that is about to be created.
   *
   * @throws RejectedSpawnException if there is none
   */
  Permit reserve(TimerId id) {
    return spawner.reserve(affinity(id));
  }

  /** A lookahead for this service: from now on no timer is armed that it does not reach. */
  Lookahead lookahead(Duration window) {
    Lookahead made = new Lookahead(this, window);
    armedUntil = TimerStore.BEGINNING;
    lookahead = made;
    return made;
  }

  /** From now on, timers with deadlines before this are armed. */
  void armUntil(Instant until) {
    armedUntil = until;
  }

  /**
   * Whether a timer of this deadline is to have a task. One that goes by a test clock needs none
   * until it is due: before, whoever turns the clock elapses it.
   */
  boolean isNear(TimerId id, Instant deadline) {
    return clocks.isTest(id.namespace())
        ? !deadline.isAfter(now(id))
        : deadline.isBefore(armedUntil);
  }

  /** Whether a timer of this deadline may be near when it has been stored. */
  boolean mayBecomeNear(TimerId id, Instant deadline) {
    Instant until = armedUntil;
    return clocks.isTest(id.namespace())
        ? isNear(id, deadline)
        : until.equals(Instant.MAX) || deadline.isBefore(until.plus(MAX_STORE_TIME));
  }

  /** The time by which a timer goes. */
  Instant now(TimerId id) {
    return clocks.now(id.namespace());
  }

  /**
   * Arms a near timer that was found without a task, or whose task has missed something: the
   * lookahead will read it again. Those that go by a test clock are tended anyway.
   */
  void rearm(Timer timer) {
    Lookahead task = lookahead;
    if (clocks.isTest(timer.id().namespace())) {
      return;
    }
    if (task != null) {
      task.rewind(timer.deadline());
    } else {
      arm(timer);
    }
  }

  /** Has the lookahead go through the timers from this deadline on once more. */
  void rewind(Instant deadline) {
    Lookahead task = lookahead;
    if (task != null) {
      task.rewind(deadline);
    }
  }

  /**
   * Gives a pending timer a task; if it has one, tells that task how the timer stands.
   *
   * @throws RejectedSpawnException if there is no room
   */
  void arm(Timer timer) {
    announce(timer);
    if (!has(timer.id())) {
      arm(timer, reserve(timer.id()));
    }
  }

  /** Arms a timer that somebody else has created, if it is near. */
  void armIfNear(Timer timer) {
    try {
      if (isNear(timer.id(), timer.deadline())) {
        arm(timer);
      }
    } catch (RejectedSpawnException e) { // later, when there is room
      rearm(timer);
    }
  }

  /** Gives a pending timer a task. Uses or closes the permit. */
  void arm(Timer timer, Permit permit) {
    LiveTimer made = new LiveTimer(this, timer.id(), timer);
    made.takeOwnership();
    LiveTimer kept =
        live.compute(
            timer.id(),
            (id, present) -> {
              if (present == null) {
                return made;
              }
              present.update(timer); // before it can decide that there is no such timer
              present.takeOwnership();
              return present;
            });
    if (kept.equals(made)) {
      permit.spawn(made);
    } else {
      permit.close(); // a waiter has made the task
      kept.wake();
    }
  }

  /**
   * The task of the timer of this id. If there is none yet it is made, and reads the store first.
   *
   * @throws RejectedSpawnException if there is none and no room for one
   */
  LiveTimer get(TimerId id) {
    LiveTimer present = live.get(id);
    if (present != null) {
      return present;
    }
    try (Permit permit = reserve(id)) {
      LiveTimer made = new LiveTimer(this, id, null);
      present = live.putIfAbsent(id, made);
      if (present != null) {
        return present;
      }
      permit.spawn(made);
      return made;
    }
  }

  /** The timer as it stands now, by the store and by the clock; empty if there is none. */
  Future<Optional<Timer>> find(TimerId id) {
    return store
        .find(id)
        .then(
            found ->
                found.isPresent() && isOverdue(found.get())
                    ? decide(found.get()).map(Optional::of)
                    : Future.ready(found));
  }

  /** Whether a timer can only elapse, although it has no outcome yet. */
  boolean isOverdue(Timer timer) {
    return timer.isPending() && timer.isDue(now(timer.id()));
  }

  /**
   * Has the store decide a timer that is due, by this clock or the store's. Nobody is shown such a
   * timer as pending, even if its task is late.
   */
  Future<Timer> decide(Timer timer) {
    Instant now = Millis.floor(now(timer.id()));
    return store
        .elapse(timer, timer.isDue(now) ? now : timer.deadline())
        .map(decision -> decision.map(this::decided).orElse(timer));
  }

  private Timer decided(Decision decision) {
    Timer timer = decision.timer();
    announce(timer);
    if (decision instanceof Decision.Changed) {
      tellOutcome(timer);
    }
    return timer;
  }

  /** Tells the listener that a timer has elapsed, or was skipped. */
  void tellOutcome(Timer timer) {
    if (timer.state() == TimerState.SKIPPED) {
      listener.skipped(timer);
    } else {
      listener.elapsed(timer, Duration.between(timer.dueAt(), told(timer)));
    }
  }

  /** When somebody learns of an outcome: at once, by a clock that stands still. */
  private Instant told(Timer timer) {
    Instant decidedAt = timer.decidedAt();
    return decidedAt != null && clocks.isTest(timer.id().namespace()) ? decidedAt : clock.instant();
  }

  /** Whether a timer has a task. */
  boolean has(TimerId id) {
    return live.containsKey(id);
  }

  /** Tells the timer's task, if it has one, how the timer stands now. */
  void announce(Timer timer) {
    LiveTimer task = live.get(timer.id());
    if (task != null) {
      task.announce(timer);
    }
  }

  /** Takes note of which processes share the store. If that has changed, looks ahead again. */
  void membership(String self, Collection<String> others) {
    if (nodes.update(self, others)) {
      rewind(TimerStore.BEGINNING);
    }
  }

  /** Makes every task read its timer again: the store may have changes that were missed. */
  void rereadAll() {
    live.values().forEach(LiveTimer::reread);
  }

  /**
   * Removes a task, unless a newer version of its timer has been announced to it.
   *
   * @param seen the version that it has seen
   * @return whether the task is no longer among these
   */
  boolean remove(LiveTimer task, @Nullable Timer seen) {
    return live.computeIfPresent(task.id(), (id, present) -> task.isLatest(seen) ? null : present)
        == null;
  }

  /**
   * Removes the task of a far timer, under the same condition, and unless it has become near.
   *
   * @return whether the task is no longer among these
   */
  boolean removeFar(LiveTimer task, Timer seen) {
    return live.computeIfPresent(
            task.id(),
            (id, present) -> task.isLatest(seen) && !isNear(id, seen.deadline()) ? null : present)
        == null;
  }

  /** Removes a task that was dropped. */
  void remove(LiveTimer task) {
    live.remove(task.id(), task);
  }
}
