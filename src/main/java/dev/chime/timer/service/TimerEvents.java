package dev.chime.timer.service;

import dev.chime.async.Oneshot;
import dev.chime.async.Unit;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.TimerChange;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest changes of all timers, in a ring. The store writes, any number of followers read at
 * their own pace, and nobody waits for anybody. A follower that falls behind by more than the ring
 * holds is told that it has missed something, as with tokio's {@code broadcast} channel. Bounded in
 * number and in bytes.
 *
 * <p>Followers read without a lock. An entry carries its number; a follower that finds another
 * number in its place, or no entry, has been overtaken. Thread-safe.
 */
public final class TimerEvents implements ChangeListener {

  private final AtomicReferenceArray<@Nullable TimerEvent> ring;
  private final long maxBytes;
  private volatile long run;
  private final Set<Oneshot<Unit>> followers = ConcurrentHashMap.newKeySet();
  private volatile boolean awaited;
  private volatile long oldest = 1;
  private volatile long next = 1;
  private long bytes;

  /**
   * An empty ring.
   *
   * @param capacity the largest number of events that it holds
   * @param maxBytes about how many bytes of memory they may take
   * @param run identifies this numbering of events: another run of the service has another
   */
  public TimerEvents(int capacity, long maxBytes, long run) {
    this.ring = new AtomicReferenceArray<>(capacity);
    this.maxBytes = maxBytes;
    this.run = run;
  }

  @Override
  public synchronized void committed(List<TimerChange> changes) {
    for (TimerChange change : changes) {
      add(new TimerEvent(next, change));
    }
    wakeAwaiting();
  }

  /** Empties the ring: the next event has another numbering. */
  @Override
  public synchronized void changesMissed(long newRun, long last) {
    for (int i = 0; i < ring.length(); i++) {
      ring.set(i, null);
    }
    bytes = 0;
    run = newRun;
    oldest = last + 1;
    next = last + 1;
    wakeAwaiting();
  }

  private void wakeAwaiting() {
    if (awaited) { // a set's size is not exact while others change it
      awaited = false; // before the wakes, or a follower that comes meanwhile might be forgotten
      Thread.ofVirtual().name("chime-events").start(this::wakeFollowers);
    }
  }

  private void add(TimerEvent event) {
    bytes += event.weight();
    while (event.number() - oldest >= ring.length() || (bytes > maxBytes && oldest < next)) {
      long first = oldest;
      int place = place(first);
      TimerEvent dropped = ring.get(place);
      oldest = first + 1;
      ring.set(place, null);
      bytes -= dropped == null ? 0 : dropped.weight();
    }
    ring.set(place(event.number()), event);
    next = event.number() + 1;
  }

  private int place(long number) {
    return (int) (number % ring.length());
  }

  private void wakeFollowers() {
    followers.removeIf(
        follower -> {
          follower.complete(Unit.UNIT);
          return true;
        });
  }

  /** Completes this at the next event, unless it {@linkplain #forget is forgotten} before. */
  void notify(Oneshot<Unit> follower) {
    followers.add(follower);
    awaited = true;
  }

  void forget(Oneshot<Unit> follower) {
    followers.remove(follower);
  }

  /** How many followers are waiting for the next event. */
  int followers() {
    return followers.size();
  }

  /** Identifies the numbering of events. */
  long run() {
    return run;
  }

  /** The number of the latest event; 0 before the first. */
  long latest() {
    return next - 1;
  }

  /** Whether all events after the one of this number are in the ring. */
  boolean reachesBackTo(long number) {
    return number >= oldest - 1 && number <= latest();
  }

  /** The event of this number; null if it has been dropped from the ring or is yet to come. */
  @Nullable TimerEvent get(long number) {
    TimerEvent event = ring.get(place(number));
    return event == null || event.number() != number ? null : event;
  }
}
