package dev.chime.timer.service;

import dev.chime.async.JoinHandle;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What a service does without being asked: the order in which it begins, and its end. */
final class BackgroundTasks {

  private final LiveTimers live;
  private final Spawner spawner;
  private final Queue<JoinHandle<Unit>> running = new ConcurrentLinkedQueue<>();

  BackgroundTasks(LiveTimers live, Spawner spawner) {
    this.live = live;
    this.spawner = spawner;
  }

  /**
   * Elapses what is due, then starts the tasks.
   *
   * <p>Recovery comes first: it elapses timers in batches, where the lookahead would make a task
   * for each. The lookahead is there before the news of other processes, which may have it look
   * again; and all of them are there before the first task runs.
   *
   * @param cluster the news of other processes; null if there are none
   * @return how many timers were due
   */
  int start(ServiceSettings settings, @Nullable ClusterNews cluster) throws InterruptedException {
    int recovered = new Recovery(live, spawner).run();
    Lookahead lookahead = live.lookahead(settings.lookahead());
    if (cluster != null) {
      Sweeper sweeper = new Sweeper(live, settings.sweepInterval());
      cluster.passOnTo(live, sweeper);
      spawn(sweeper);
    }
    spawn(lookahead);
    spawn(new Watchdog(live, settings.overdueAfter()));
    spawn(new Retention(live.store, live.clock, live.driver, settings.retention()));
    return recovered;
  }

  private void spawn(Repeating task) {
    running.add(spawner.spawn(task));
  }

  /** Ends the tasks. */
  void close() {
    running.forEach(JoinHandle::cancel);
  }
}
