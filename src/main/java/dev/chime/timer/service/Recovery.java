package dev.chime.timer.service;

import dev.chime.async.Executor;
import dev.chime.async.JoinException;
import dev.chime.async.JoinHandle;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import dev.chime.timer.Decision;
import dev.chime.timer.Millis;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elapses, before the first request, the timers that came due while no service ran. */
final class Recovery {

  private static final Logger LOG = System.getLogger(Recovery.class.getName());

  private static final int BATCH = 1000;

  private final LiveTimers live;
  private final Spawner spawner;

  Recovery(LiveTimers live, Spawner spawner) {
    this.live = live;
    this.spawner = spawner;
  }

  /**
   * Elapses all timers that are due now, batch by batch.
   *
   * @return how many
   */
  int run() throws InterruptedException {
    Instant until = Millis.floor(live.clock.instant()).plusMillis(1);
    Instant from = TimerStore.BEGINNING;
    TimerId after = null;
    int count = 0;
    while (true) {
      List<Timer> page = page(from, after, until);
      count += elapse(page);
      if (page.size() < BATCH) {
        return count;
      }
      from = page.getLast().deadline();
      after = page.getLast().id();
    }
  }

  private List<Timer> page(Instant from, @Nullable TimerId after, Instant until)
      throws InterruptedException {
    return Executor.blockOn(live.store.pending(from, after, until, BATCH));
  }

  private int elapse(List<Timer> page) throws InterruptedException {
    List<JoinHandle<Unit>> elapsing = new ArrayList<>();
    for (Timer timer : page) {
      Instant now = Millis.floor(live.clock.instant());
      elapsing.add(
          spawner.spawn(
              LiveTimers.affinity(timer.id()),
              live.store
                  .elapse(timer, now)
                  .map(
                      decision -> {
                        if (decision.orElse(null) instanceof Decision.Changed(Timer outcome)) {
                          live.tellOutcome(outcome);
                        }
                        return Unit.UNIT;
                      })));
    }
    int count = 0;
    for (JoinHandle<Unit> each : elapsing) {
      try {
        Executor.blockOn(each);
        count++;
      } catch (JoinException e) { // the lookahead will find it again
        LOG.log(Level.WARNING, "a timer that is due will be elapsed later: " + e.getCause());
      }
    }
    return count;
  }
}
