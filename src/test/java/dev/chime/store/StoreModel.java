package dev.chime.store;

import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a store is to do, in the plainest way. */
final class StoreModel {

  private record Request(IdempotencyKey key, Timer created) {
    boolean isOlderThan(Instant before) {
      return created.createdAt().isBefore(before);
    }
  }

  private final Map<TimerId, Timer> timers = new LinkedHashMap<>();
  private final Map<TimerId, Instant> outcomes = new HashMap<>();
  private final Map<String, Request> requests = new HashMap<>();

  Creation create(Timer timer, @Nullable IdempotencyKey key) {
    Request earlier = key == null ? null : requests.get(key.value());
    if (earlier != null) {
      return earlier.key().equals(key)
          ? new Creation.Replayed(earlier.created())
          : new Creation.KeyReused();
    }
    if (key != null) {
      requests.put(key.value(), new Request(key, timer));
    }
    timers.put(timer.id(), timer);
    return new Creation.Created(timer);
  }

  Optional<Timer> find(TimerId id) {
    return Optional.ofNullable(timers.get(id));
  }

  Optional<Decision> elapse(TimerId id, Instant now) {
    return decide(id, now, timer -> now.isBefore(timer.deadline()) ? timer : timer.elapsed(now));
  }

  Optional<Decision> cancel(TimerId id, Instant now) {
    return decide(id, now, Timer::cancelled);
  }

  private Optional<Decision> decide(TimerId id, Instant now, UnaryOperator<Timer> change) {
    Timer before = timers.get(id);
    if (before == null) {
      return Optional.empty();
    }
    Timer after = before.isPending() ? change.apply(before) : before;
    timers.put(id, after);
    boolean decided = after.version() != before.version();
    if (decided) {
      outcomes.put(id, now);
    }
    return Optional.of(new Decision(after, decided));
  }

  /** The timers that a purge may forget. */
  Set<TimerId> purgeable(Instant before) {
    return outcomes.entrySet().stream()
        .filter(outcome -> outcome.getValue().isBefore(before))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** How many keys a purge may forget. */
  int purgeableKeys(Instant before) {
    return (int) requests.values().stream().filter(request -> request.isOlderThan(before)).count();
  }

  /** Forgets what a store has forgotten when it has nothing more to purge. */
  void purge(Instant before) {
    Set<TimerId> forgotten = purgeable(before);
    timers.keySet().removeAll(forgotten);
    outcomes.keySet().removeAll(forgotten);
    requests.values().removeIf(request -> request.isOlderThan(before));
  }

  Set<TimerId> ids() {
    return timers.keySet();
  }
}
