package dev.chime.timer;

import dev.chime.async.Permit;
import dev.chime.async.RejectedSpawnException;
import dev.chime.async.Spawner;
import dev.chime.async.time.TimerDriver;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The timers that have a task in the executor, each on the shard of its id, and what those tasks
 * work with. Thread-safe.
 */
final class LiveTimers {

  final ServiceClock clock;
  final TimerDriver driver;
  final TimerStore store;
  final TimerListener listener;
  private final Spawner spawner;
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

  /** Gives a pending timer its task. Uses up or closes the permit. */
  void arm(Timer timer, Permit permit) {
    LiveTimer made = new LiveTimer(this, timer.id(), timer);
    LiveTimer kept =
        live.compute(
            timer.id(),
            (id, present) -> {
              if (present == null) {
                return made;
              }
              present.learn(timer); // before it can decide that there is no such timer
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

  /** Lets a live timer, if there is one, know how the timer stands by now. */
  void announce(Timer timer) {
    LiveTimer task = live.get(timer.id());
    if (task != null) {
      task.announce(timer);
    }
  }

  /** Lets go of a task, unless it has had news since it last looked. Whether it is gone. */
  boolean remove(LiveTimer task, @Nullable Timer looked) {
    return live.computeIfPresent(
            task.id(), (id, present) -> task.knowsNoMoreThan(looked) ? null : present)
        == null;
  }

  /** Lets go of a task that was dropped. */
  void remove(LiveTimer task) {
    live.remove(task.id(), task);
  }
}
