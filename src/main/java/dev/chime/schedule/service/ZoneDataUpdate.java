package dev.chime.schedule.service;

import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.schedule.ScheduleChanges;
import dev.chime.schedule.ScheduleStore;
import dev.chime.schedule.ScheduleStore.Decision;
import dev.chime.schedule.ZoneData;
import dev.chime.timer.Millis;
import dev.chime.timer.StoreException;
import dev.chime.timer.service.NamespaceClocks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;

/**
 * Computes pending occurrences again whose instants follow from older time zone data than that of
 * this JVM. Runs before the service starts, so before any of them is due.
 */
public final class ZoneDataUpdate {

  private static final Logger LOG = System.getLogger(ZoneDataUpdate.class.getName());

  private static final int BATCH = 100;

  private ZoneDataUpdate() {}

  /**
   * Computes them all again. If they cannot be written, it is done at the next start.
   *
   * @return how many schedules were looked at
   */
  public static int run(ScheduleStore store, NamespaceClocks clocks) throws InterruptedException {
    int all = 0;
    try {
      int updated;
      do {
        updated = updateSome(store, clocks);
        all += updated;
      } while (updated > 0);
    } catch (StoreException e) {
      LOG.log(
          Level.WARNING,
          "occurrences cannot be computed by time zone data {0} now: {1}",
          ZoneData.VERSION,
          e.getMessage());
    }
    if (all > 0) {
      LOG.log(
          Level.INFO,
          "{0} schedules now follow time zone data {1}",
          Integer.toString(all),
          ZoneData.VERSION);
    }
    return all;
  }

  /** An occurrence that is due stays as it is, and the next one follows the new data. */
  private static int updateSome(ScheduleStore store, NamespaceClocks clocks)
      throws InterruptedException {
    List<Future<Decision>> changes =
        Executor.blockOn(store.ofOtherZoneData(BATCH)).stream()
            .map(
                id -> {
                  Instant now = Millis.floor(clocks.now(id.namespace()));
                  return store.change(id, ScheduleChanges.recompute(), now);
                })
            .toList();
    return Math.toIntExact(
        Executor.blockOn(Future.joinAll(changes)).stream() // they share transactions
            .filter(Decision.Done.class::isInstance)
            .count());
  }
}
