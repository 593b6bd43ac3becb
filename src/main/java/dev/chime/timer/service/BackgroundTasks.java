package dev.chime.timer.service;

import dev.chime.async.JoinHandle;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import dev.chime.timer.TestClockStore;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** All that a service does without a request: in which order it starts, and how it ends. */
final class BackgroundTasks {

  private final LiveTimers live;
  private final Spawner spawner;
  private final Queue<JoinHandle<Unit>> running = new ConcurrentLinkedQueue<>();

  BackgroundTasks(LiveTimers live, Spawner spawner) {
    this.live = live;
    this.spawner = spawner;
  }

  /**
   * Elapses the timers that are due, then starts the tasks.
   *
   * <p>Recovery comes first, because it elapses timers in batches; the lookahead would make a task
   * for each of them. The lookahead exists before news of other processes comes in, because such
   * news may make it look again. All of this is done before the first task runs.
   *
   * @param cluster the news of other processes; null if there are none
   * @return how many timers were due
   */
  int start(ServiceSettings settings, @Nullable ClusterNews cluster) throws InterruptedException {
    int recovered = new Recovery(live).run();
    Lookahead lookahead = live.lookahead(settings.lookahead());
    if (cluster != null) {
      Sweeper sweeper = new Sweeper(live, settings.sweepInterval());
      cluster.passOnTo(live, sweeper);
      spawn(sweeper);
    }
    spawn(lookahead);
    spawn(new Watchdog(live, settings.overdueAfter()));
    TestClockStore clocks = live.clocks.store();
    if (clocks != null && (cluster != null || !clocks.known().all().isEmpty())) {
      spawn(new TestClockTender(clocks, live, settings.retention()));
    }
    spawn(new Retention(live.store, live.clock, live.driver, settings.retention()));
    return recovered;
  }

  private void spawn(BackgroundLoop task) {
    running.add(spawner.spawn(task));
  }

  /** Cancels the tasks. Idempotent. */
  void close() {
    running.forEach(JoinHandle::cancel);
  }
}
