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
 * One follower of {@link TimerEvents}. Takes one waiter's place until it is closed. For one thread,
 * which may be another each time.
 */
public final class EventSubscription implements AutoCloseable {

  /**
   * A place in the order of events.
   *
   * @param run what tells the numbers of one run of the service from those of others
   * @param number that of the event before it
   */
  public record Position(long run, long number) {}

  /** What is next for a follower. */
  public sealed interface Step {}

  /**
   * An event.
   *
   * @param event the event
   */
  public record Next(TimerEvent event) implements Step {}

  /** Nothing yet. */
  public record UpToDate() implements Step {}

  /** Events have been forgotten before they could be read. */
  public record Overtaken() implements Step {}

  private final TimerEvents events;
  private final Waits waits;
  private final Waits.Place place;
  private final Spawner spawner;
  private final TimerDriver driver;
  private final Predicate<Timer> wanted;
  private final boolean gap;
  private long read;

  EventSubscription(
      TimerEvents events,
      Waits waits,
      Waits.Place place,
      Spawner spawner,
      TimerDriver driver,
      Predicate<Timer> wanted,
      @Nullable Position last) {
    this.events = events;
    this.waits = waits;
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

  /** Whether the events after the position asked for are not all there any more. */
  public boolean hasGap() {
    return gap;
  }

  /** The place after the last event that was read. */
  public Position position() {
    return new Position(events.run(), read);
  }

  /** Whether nothing that is wanted has come that has not been read. Reads over what is not. */
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

  /** Reads on to the next event that is wanted. Does not wait. */
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
   * Spawns a task that waits until there is something to read, the service stops, or the patience
   * ends.
   *
   * @throws dev.chime.async.RejectedSpawnException if the executor has no room
   */
  public JoinHandle<Optional<Unit>> arrival(Duration patience) {
    return spawner.spawn(
        Future.lazy(() -> Timeout.after(driver, patience, new Arrival(read)))
            .map(arrived -> arrived));
  }

  /** Whether it is to end because the service stops. */
  public boolean isEnding() {
    return waits.areEnding();
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
        waits.enter(end);
        events.notify(arrived);
      }
      if (arrived.poll(context).isReady() || events.latest() != seen || waits.areEnding()) {
        drop();
        return Unit.ready();
      }
      return Poll.pending();
    }

    @Override
    public void drop() {
      waits.leave(end);
      events.forget(arrived);
    }
  }
}
