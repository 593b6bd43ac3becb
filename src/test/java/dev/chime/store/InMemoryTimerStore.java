package dev.chime.store;

import dev.chime.async.Future;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Timers kept in memory: gone with the process, and otherwise what a store has to be. Thread-safe.
 */
public final class InMemoryTimerStore implements TimerStore {

  private record Outcome(TimerId id, Instant at) {}

  private record Request(IdempotencyKey key, Timer created) {}

  private final ConcurrentMap<TimerId, Timer> timers = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Request> requests = new ConcurrentHashMap<>();
  private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
  private final Queue<Request> oldestRequests = new ConcurrentLinkedQueue<>();

  /** An empty store. */
  public InMemoryTimerStore() {}

  @Override
  public Future<Creation> create(Timer timer, @Nullable IdempotencyKey key) {
    return Future.lazy(() -> Future.ready(key == null ? insert(timer) : insertOnce(timer, key)));
  }

  private Creation insertOnce(Timer timer, IdempotencyKey key) {
    Request request = new Request(key, timer);
    Request first =
        requests.computeIfAbsent(
            key.value(),
            value -> {
              insert(timer); // under the key's lock: who finds the key also finds the timer
              oldestRequests.add(request);
              return request;
            });
    if (first.created().id().equals(timer.id())) {
      return new Creation.Created(timer);
    }
    return first.key().equals(key)
        ? new Creation.Replayed(first.created())
        : new Creation.KeyReused();
  }

  private Creation insert(Timer timer) {
    if (timers.putIfAbsent(timer.id(), timer) != null) {
      throw new IllegalArgumentException("there is a timer " + timer.id() + " already");
    }
    return new Creation.Created(timer);
  }

  @Override
  public Future<Optional<Timer>> find(TimerId id) {
    return Future.lazy(() -> Future.ready(Optional.ofNullable(timers.get(id))));
  }

  @Override
  public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
    return decide(id, now, timer -> now.isBefore(timer.deadline()) ? timer : timer.elapsed(now));
  }

  @Override
  public Future<Optional<Decision>> cancel(TimerId id, Instant now) {
    return decide(id, now, Timer::cancelled);
  }

  private Future<Optional<Decision>> decide(TimerId id, Instant now, UnaryOperator<Timer> change) {
    return Future.lazy(
        () -> {
          long[] versionBefore = new long[1];
          Timer after =
              timers.computeIfPresent(
                  id,
                  (key, timer) -> {
                    versionBefore[0] = timer.version();
                    return timer.isPending() ? change.apply(timer) : timer;
                  });
          if (after == null) {
            return Future.ready(Optional.empty());
          }
          boolean decided = after.version() != versionBefore[0];
          if (decided) {
            outcomes.add(new Outcome(id, now));
          }
          return Future.ready(Optional.of(new Decision(after, decided)));
        });
  }

  @Override
  public Future<List<Timer>> pending(
      Instant from, @Nullable TimerId afterId, Instant until, int limit) {
    return Future.lazy(
        () ->
            Future.ready(
                timers.values().stream()
                    .filter(Timer::isPending)
                    .filter(timer -> timer.deadline().isBefore(until))
                    .filter(timer -> isAfter(timer, from, afterId))
                    .sorted(
                        Comparator.comparing(Timer::deadline)
                            .thenComparing(timer -> timer.id().value()))
                    .limit(limit)
                    .toList()));
  }

  private static boolean isAfter(Timer timer, Instant from, @Nullable TimerId afterId) {
    return timer.deadline().isAfter(from)
        || (timer.deadline().equals(from)
            && (afterId == null || timer.id().value().compareTo(afterId.value()) > 0));
  }

  @Override
  public Future<Integer> purge(Instant before, int limit) {
    return Future.lazy(() -> Future.ready(purgeNow(before, limit)));
  }

  private synchronized int purgeNow(Instant before, int limit) {
    int forgotten = 0;
    for (Outcome outcome = outcomes.peek();
        forgotten < limit && outcome != null && outcome.at().isBefore(before);
        outcome = outcomes.peek()) {
      outcomes.remove();
      timers.remove(outcome.id());
      forgotten++;
    }
    int keys = 0;
    for (Request request = oldestRequests.peek();
        keys < limit && request != null && request.created().createdAt().isBefore(before);
        request = oldestRequests.peek()) {
      oldestRequests.remove();
      requests.remove(request.key().value());
      keys++;
    }
    return Math.max(forgotten, keys);
  }
}
