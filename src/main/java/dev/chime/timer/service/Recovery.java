package dev.chime.timer.service;

import dev.chime.async.Executor;
import dev.chime.timer.Millis;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;

/** Elapses, before the first request, the timers that came due while no service ran. */
final class Recovery {

  private static final Logger LOG = System.getLogger(Recovery.class.getName());

  private static final int BATCH = 1000;

  private final LiveTimers live;

  Recovery(LiveTimers live) {
    this.live = live;
  }

  /**
   * Elapses all timers that are due now, batch by batch. If they cannot be written, they are left
   * to the lookahead and to whoever reads them.
   *
   * @return how many
   * @throws StoreException if the store cannot be read
   */
  int run() throws InterruptedException {
    int count = 0;
    int swept;
    do {
      swept = sweep();
      count += swept;
    } while (swept >= BATCH);
    return count;
  }

  private int sweep() throws InterruptedException {
    Instant now = Millis.floor(live.clock.instant());
    try {
      List<Timer> swept = Executor.blockOn(live.store.sweep(now, now, BATCH));
      swept.stream().filter(timer -> !timer.isPending()).forEach(live::tellOutcome);
      return swept.size();
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "timers that are due will be elapsed later: " + e.getMessage());
      Executor.blockOn(live.store.pending(TimerStore.BEGINNING, null, now, 1)); // or it throws
      return 0;
    }
  }
}
