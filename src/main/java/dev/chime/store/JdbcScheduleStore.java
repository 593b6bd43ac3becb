package dev.chime.store;

import dev.chime.async.Future;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleChange;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleQuery;
import dev.chime.schedule.ScheduleState;
import dev.chime.schedule.ScheduleStore;
import dev.chime.schedule.ZoneData;
import dev.chime.store.commit.ScheduleCommand;
import dev.chime.store.commit.Writers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The schedules of a {@link JdbcTimerStore}, in the same database. Thread-safe. */
final class JdbcScheduleStore implements ScheduleStore {

  private final Writers writers;
  private final Readers readers;
  private final LatestTimers latest;
  private final PendingLimits limits;

  JdbcScheduleStore(Writers writers, Readers readers, LatestTimers latest, PendingLimits limits) {
    this.writers = writers;
    this.readers = readers;
    this.latest = latest;
    this.limits = limits;
  }

  @Override
  public Future<Decision> change(ScheduleId id, ScheduleChange change, Instant now) {
    return Future.lazy(
        () ->
            writers.submit(new ScheduleCommand.Change(id, change, now, limits.of(id.namespace()))));
  }

  @Override
  public Future<Optional<Schedule>> find(ScheduleId id) {
    return latest.readIndex(reads -> reads.schedule(id));
  }

  @Override
  public Future<List<Schedule>> list(ScheduleQuery query) {
    return latest.readIndex(reads -> reads.schedules(query));
  }

  @Override
  public Future<Integer> tend(Instant dueBefore, Instant now, int limit) {
    return Future.lazy(() -> writers.submit(new ScheduleCommand.Tend(dueBefore, now, limit)));
  }

  @Override
  public Future<List<ScheduleId>> ofOtherZoneData(int limit) {
    return Future.lazy(
        () -> readers.read(reads -> reads.schedulesOfOtherZoneData(ZoneData.VERSION, limit)));
  }

  @Override
  public Future<Map<ScheduleState, Long>> counts() {
    return Future.lazy(() -> readers.read(reads -> reads.scheduleCounts()));
  }
}
