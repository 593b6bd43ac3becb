package dev.chime.timer.service;

import dev.chime.async.Permit;
import dev.chime.async.RejectedSpawnException;
import dev.chime.async.Spawner;
import dev.chime.async.time.TimerDriver;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The timers that have a task in the executor, each on the shard of its id, and what those tasks
 * work with. Thread-safe.
 */
final class LiveTimers {

  /** The longest that storing a timer may take without it being armed late. */
  private static final Duration STORING = Duration.ofMinutes(1);

  final ServiceClock clock;
  final TimerDriver driver;
  final TimerStore store;
  final TimerListener listener;
  final Nodes nodes = new Nodes();
  private final Spawner spawner;
  private volatile Instant armedUntil = Instant.MAX;
  private volatile @Nullable Lookahead lookahead;
  private final ConcurrentMap<TimerId, LiveTimer> live = new ConcurrentHashMap<>();

  LiveTimers(
      ServiceClock clock,
      TimerDriver driver,
      TimerStore store,
      TimerListener listener,
      Spawner spawner) {
    this.clock = clock;
    this.driver = driver;
    this.store = store;
    this.listener = listener;
    this.spawner = spawner;
  }

  /** The shard of an id: all tasks that concern one timer run there, never two at a time. */
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

  /** Looks ahead from now on, and leaves the far future to the store. */
  Lookahead lookahead(Duration window) {
    Lookahead made = new Lookahead(this, window);
    armedUntil = TimerStore.BEGINNING;
    lookahead = made;
    return made;
  }

  /** Timers with deadlines before this are armed from now on. */
  void armUntil(Instant until) {
    armedUntil = until;
  }

  /** Whether a timer of this deadline is to have a task. */
  boolean isNear(Instant deadline) {
    return deadline.isBefore(armedUntil);
  }

  /** Whether a timer of this deadline may be near by the time that it has been stored. */
  boolean mayBecomeNear(Instant deadline) {
    Instant until = armedUntil;
    return until.equals(Instant.MAX) || deadline.isBefore(until.plus(STORING));
  }

  /**
   * Sees to a near timer that was found without its task, or with one that has missed something:
   * the lookahead comes to it once more.
   */
  void rearm(Timer timer) {
    Lookahead task = lookahead;
    if (task != null) {
      task.rewind(timer.deadline());
    } else {
      arm(timer);
    }
  }

  /**
   * Gives a pending timer its task or, if it has one, that the news.
   *
   * @throws RejectedSpawnException if there is no room
   */
  void arm(Timer timer) {
    announce(timer);
    if (!has(timer.id())) {
      arm(timer, reserve(timer.id()));
    }
  }

  /** Sees to a timer that somebody else has created. */
  void armIfNear(Timer timer) {
    try {
      if (isNear(timer.deadline())) {
        arm(timer);
      }
    } catch (RejectedSpawnException e) { // as if it had been found without its task
      rearm(timer);
    }
  }

  /** Gives a pending timer its task. Uses up or closes the permit. */
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
      permit.close(); // somebody who waits for it was faster
      kept.wake();
    }
  }

  /**
   * The live timer of this id, which will read the store first if it has to be made.
   *
   * @throws RejectedSpawnException if it has to be made and there is no room
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

  /** Tells the listener that a timer has come due. */
  void tellOutcome(Timer timer) {
    if (timer.state() == TimerState.SKIPPED) {
      listener.skipped(timer);
    } else {
      listener.elapsed(timer, Duration.between(timer.dueAt(), clock.instant()));
    }
  }

  /** Whether a timer has its task. */
  boolean has(TimerId id) {
    return live.containsKey(id);
  }

  /** Lets a live timer, if there is one, know how the timer stands by now. */
  void announce(Timer timer) {
    LiveTimer task = live.get(timer.id());
    if (task != null) {
      task.announce(timer);
    }
  }

  /** Takes note of which processes share the store. Looks ahead anew if they have changed. */
  void membership(String self, Collection<String> others) {
    Lookahead task = lookahead;
    if (nodes.become(self, others) && task != null) {
      task.rewind(TimerStore.BEGINNING);
    }
  }

  /** Has every task look at the store, where there may be news that were not heard. */
  void rereadAll() {
    live.values().forEach(LiveTimer::reread);
  }

  /** Lets go of a task, unless it has had news since it last looked. Whether it is gone. */
  boolean remove(LiveTimer task, @Nullable Timer looked) {
    return live.computeIfPresent(
            task.id(), (id, present) -> task.isLatest(looked) ? null : present)
        == null;
  }

  /** Lets go of a task that nobody watches and whose time is far. Whether it is gone. */
  boolean removeFar(LiveTimer task, Timer looked) {
    return live.computeIfPresent(
            task.id(),
            (id, present) ->
                task.isLatest(looked) && !isNear(looked.deadline()) ? null : present)
        == null;
  }

  /** Lets go of a task that was dropped. */
  void remove(LiveTimer task) {
    live.remove(task.id(), task);
  }
}
