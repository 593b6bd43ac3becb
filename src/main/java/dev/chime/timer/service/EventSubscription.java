package dev.chime.timer.service;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.JoinHandle;
import dev.chime.async.Oneshot;
import dev.chime.async.Poll;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import dev.chime.async.time.Timeout;
import dev.chime.async.time.TimerDriver;
import dev.chime.timer.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One follower of {@link TimerEvents}. It takes the place of one waiter until it is closed. For one
 * thread at a time.
 */
public final class EventSubscription implements AutoCloseable {

  /**
   * A place in the order of events.
   *
   * @param run identifies the numbering: numbers of different runs cannot be compared
   * @param number the number of the event before this place
   */
  public record Offset(long run, long number) {}

  /** What a follower finds next. */
  public sealed interface Step {}

  /**
   * The next event.
   *
   * @param event the event
   */
  public record Next(TimerEvent event) implements Step {}

  /** There is no further event yet. */
  public record UpToDate() implements Step {}

  /** Events were dropped from the ring before they were read. */
  public record Overtaken() implements Step {}

  private final TimerEvents events;
  private final WaiterRegistry waiters;
  private final WaiterRegistry.Place place;
  private final Spawner spawner;
  private final TimerDriver driver;
  private final Predicate<Timer> wanted;
  private final boolean gap;
  private long read;

  EventSubscription(
      TimerEvents events,
      WaiterRegistry waiters,
      WaiterRegistry.Place place,
      Spawner spawner,
      TimerDriver driver,
      Predicate<Timer> wanted,
      @Nullable Offset last) {
    this.events = events;
    this.waiters = waiters;
    this.place = place;
    this.spawner = spawner;
    this.driver = driver;
    this.wanted = wanted;
    if (last != null && last.run() == events.run() && events.reachesBackTo(last.number())) {
      this.gap = false;
      this.read = last.number();
    } else {
      this.gap = last != null;
      this.read = events.latest();
    }
  }

  /** Whether some of the events after the offset that was asked for are missing. */
  public boolean hasGap() {
    return gap;
  }

  /** The place after the last event that was read. */
  public Offset offset() {
    return new Offset(events.run(), read);
  }

  /** Whether there is no event to read. Skips the events that are not wanted. */
  public boolean isUpToDate() {
    while (read != events.latest()) {
      TimerEvent event = events.get(read + 1);
      if (event == null || wanted.test(event.change().timer())) {
        return false;
      }
      read++;
    }
    return true;
  }

  /** Reads the next event that is wanted. Does not wait. */
  public Step next() {
    if (isUpToDate()) {
      return new UpToDate();
    }
    TimerEvent event = events.get(read + 1);
    if (event == null) {
      return new Overtaken();
    }
    read++;
    return new Next(event);
  }

  /**
   * Spawns a task that waits until there is something to read or the service stops, but no longer
   * than {@code patience}.
   *
   * @return empty if the patience ended first
   * @throws dev.chime.async.RejectedSpawnException if the executor has no room
   */
  public JoinHandle<Optional<Unit>> arrival(Duration patience) {
    return spawner.spawn(
        Future.lazy(() -> Timeout.after(driver, patience, new Arrival(read)))
            .map(arrived -> arrived));
  }

  /** Whether to stop following, because the service stops. */
  public boolean isEnding() {
    return waiters.isEnding();
  }

  @Override
  public void close() {
    place.leave();
  }

  /** Ready when there is something to read. */
  private final class Arrival implements Future<Unit> {
    private final long seen;
    private final Oneshot<Unit> arrived = new Oneshot<>();
    private final Runnable end = this::arrive;
    private boolean asked;

    Arrival(long seen) {
      this.seen = seen;
    }

    private void arrive() {
      arrived.complete(Unit.UNIT);
    }

    @Override
    public Poll<Unit> poll(Context context) {
      if (!asked) {
        asked = true;
        waiters.addEndListener(end);
        events.notify(arrived);
      }
      if (arrived.poll(context).isReady() || events.latest() != seen || waiters.isEnding()) {
        drop();
        return Unit.ready();
      }
      return Poll.pending();
    }

    @Override
    public void drop() {
      waiters.removeEndListener(end);
      events.forget(arrived);
    }
  }
}
