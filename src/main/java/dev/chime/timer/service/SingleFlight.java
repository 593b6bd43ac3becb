package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.async.Oneshot;
import dev.chime.async.time.Timeout;
import dev.chime.async.time.TimerDriver;
import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets one request at a time through for each idempotency key. As with Go's {@code singleflight}
 * the others wait for its result; they get it from the store, which then has it. If there is none,
 * or it takes too long, they are told that the first is in flight. Thread-safe.
 */
final class SingleFlight {

  private record Key(Namespace namespace, String value) {}

  /** A request that was let through, and those that wait for it to end. */
  private static final class Flight {
    private final List<Oneshot<Boolean>> waiting = new ArrayList<>(0);
    private boolean hasResult;
    private boolean hasEnded;

    synchronized Creation result(Creation creation) {
      hasResult = true;
      return creation;
    }

    /** Has a waiter told, at the end, whether there is a result. */
    synchronized void join(Oneshot<Boolean> waiter) {
      if (hasEnded) {
        waiter.complete(hasResult);
      } else {
        waiting.add(waiter);
      }
    }

    void end() {
      synchronized (this) {
        hasEnded = true; // from now on nobody joins those who wait
      }
      waiting.forEach(waiter -> waiter.complete(hasResult));
    }
  }

  private final ConcurrentMap<Key, Flight> inFlight = new ConcurrentHashMap<>();
  private final TimerDriver driver;
  private final WaiterRegistry waiters;

  /** Those who wait take a place of {@code waiters}. */
  SingleFlight(TimerDriver driver, WaiterRegistry waiters) {
    this.driver = driver;
    this.waiters = waiters;
  }

  /**
   * The creation, after another one with the same key that is in flight at the first poll.
   *
   * @param wait how long to wait for that, after which this is {@link Creation.InFlight}
   */
  Future<Creation> create(IdempotencyKey idempotencyKey, Future<Creation> creating, Duration wait) {
    Key key = new Key(idempotencyKey.namespace(), idempotencyKey.value());
    return Future.lazy(
        () -> {
          Flight own = new Flight();
          Flight other = inFlight.putIfAbsent(key, own);
          return other == null
              ? creating.map(own::result).onEnd(() -> end(key, own))
              : result(key, other, wait)
                  .then(hasOne -> hasOne ? creating : Future.ready(new Creation.InFlight()));
        });
  }

  private void end(Key key, Flight flight) {
    inFlight.remove(key);
    flight.end();
  }

  /** Whether a flight has a result, when it has ended; if it does not end in time, it has none. */
  private Future<Boolean> result(Key key, Flight flight, Duration wait) {
    if (wait.isZero()) {
      return Future.ready(false);
    }
    WaiterRegistry.Place place;
    try {
      place = waiters.take(key.namespace());
    } catch (TooManyWaitersException e) {
      return Future.ready(false);
    }
    Oneshot<Boolean> waiter = new Oneshot<>();
    Runnable giveUp = () -> waiter.complete(false);
    waiters.addEndListener(giveUp);
    if (waiters.isEnding()) {
      giveUp.run();
    }
    flight.join(waiter);
    return Timeout.after(driver, wait, waiter)
        .map(hasResult -> hasResult.orElse(false))
        .onEnd(
            () -> {
              waiters.removeEndListener(giveUp);
              place.leave();
            });
  }
}
