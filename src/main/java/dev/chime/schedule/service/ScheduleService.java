package dev.chime.schedule.service;

import dev.chime.async.Future;
import dev.chime.async.JoinHandle;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerDriver;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleChange;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleListener;
import dev.chime.schedule.ScheduleQuery;
import dev.chime.schedule.ScheduleStore;
import dev.chime.schedule.ScheduleStore.Decision;
import dev.chime.schedule.ScheduleStore.Decision.Done;
import dev.chime.schedule.ScheduleStore.Decision.OccurrenceIsDue;
import dev.chime.timer.Millis;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TooManyTimersException;
import dev.chime.timer.service.TimerService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The service of schedules, which listens to the store. Thread-safe. The futures are lazy and may
 * be polled by any thread. They throw {@link StoreException} if the store fails.
 */
public final class ScheduleService implements ScheduleListener, AutoCloseable {

  private final ScheduleStore store;
  private final TimerService timers;
  private final ScheduleListener listener;
  private final ScheduleTender tender;
  private final JoinHandle<Unit> tending;

  /**
   * A service, which begins to look after schedules that have not gone on.
   *
   * @param timers decides occurrences that are due; already started
   * @param interval how often to look
   * @param listener is told what this is told by the store
   */
  public ScheduleService(
      ScheduleStore store,
      TimerService timers,
      TimerDriver driver,
      Spawner spawner,
      Duration interval,
      ScheduleListener listener) {
    this.listener = listener;
    this.store = store;
    this.timers = timers;
    this.tender = new ScheduleTender(store, timers.clocks().service(), driver, interval);
    this.tending = spawner.spawn(tender);
  }

  /** Has schedules looked after at once: some may have been inserted. */
  public void externalInserts() {
    tender.look();
  }

  /** Has an occurrence armed that the store has made in this process. */
  @Override
  public void made(Timer occurrence, Duration gap) {
    listener.made(occurrence, gap);
    timers.storeChanges().made(occurrence);
  }

  @Override
  public void missed(Schedule schedule, long instants, boolean isCut) {
    listener.missed(schedule, instants, isCut);
  }

  /**
   * Changes a schedule. An occurrence that is due gets its outcome first. The future may also throw
   * {@link TooManyTimersException}, and what the change throws.
   */
  public Future<Done> change(ScheduleId id, ScheduleChange change) {
    return Future.lazy(
            () ->
                timers
                    .clocks()
                    .at(id.namespace(), now -> store.change(id, change, Millis.floor(now))))
        .then(decision -> done(decision, id, change));
  }

  private Future<Done> done(Decision decision, ScheduleId id, ScheduleChange change) {
    return switch (decision) {
      case Done done -> {
        if (done.cancelled() != null) {
          timers.storeChanges().cancelled(done.cancelled());
        }
        Timer made = done.made();
        if (made != null && made.version() > 1) { // of one that is new we are told by the store
          timers.storeChanges().changed(made);
        }
        yield Future.ready(done);
      }
      case OccurrenceIsDue due -> timers.find(due.occurrence()).then(_ -> change(id, change));
    };
  }

  /** Finds a schedule; empty if there is none. */
  public Future<Optional<Schedule>> find(ScheduleId id) {
    return store.find(id);
  }

  /** Reads a page of schedules. */
  public Future<List<Schedule>> list(ScheduleQuery query) {
    return store.list(query);
  }

  /** Ends the task in the background. Idempotent. */
  @Override
  public void close() {
    tending.cancel();
  }
}
