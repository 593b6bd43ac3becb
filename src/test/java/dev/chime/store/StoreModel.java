package dev.chime.store;

import dev.chime.timer.Amendment;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.ListOrder;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The simplest implementation of a store, which others are compared with. */
final class StoreModel {

  private record Mark(Namespace namespace, String key) {}

  private record Request(IdempotencyKey key, Timer created) {
    boolean isOlderThan(Instant before) {
      return created.createdAt().isBefore(before);
    }
  }

  static final Comparator<Timer> BY_ID = Comparator.comparing(timer -> timer.id().value());
  static final Comparator<Timer> BY_DEADLINE =
      Comparator.comparing(Timer::deadline)
          .thenComparing(timer -> timer.id().namespace().name())
          .thenComparing(BY_ID);

  private final Map<TimerId, Timer> timers = new LinkedHashMap<>();
  private final Map<TimerId, String> fingerprints = new HashMap<>();
  private final Map<Mark, Request> requests = new LinkedHashMap<>();

  Creation create(Timer timer, @Nullable IdempotencyKey key) {
    if (key != null) {
      Mark mark = new Mark(key.namespace(), key.value());
      Request earlier = requests.putIfAbsent(mark, new Request(key, timer));
      if (earlier != null) {
        return earlier.key().equals(key)
            ? new Creation.Replayed(earlier.created())
            : new Creation.KeyReused();
      }
    }
    if (timers.putIfAbsent(timer.id(), timer) != null) {
      throw new IllegalArgumentException("there is a timer " + timer.id() + " already");
    }
    return new Creation.Created(timer);
  }

  Creation put(Timer timer, String fingerprint) {
    Timer present = timers.putIfAbsent(timer.id(), timer);
    if (present == null) {
      fingerprints.put(timer.id(), fingerprint);
      return new Creation.Created(timer);
    }
    return fingerprint.equals(fingerprints.get(timer.id()))
        ? new Creation.Repeated(present)
        : new Creation.IdTaken(present);
  }

  Optional<Timer> find(TimerId id) {
    return Optional.ofNullable(timers.get(id));
  }

  /** All timers of a list, in order. */
  List<Timer> list(TimerQuery query) {
    Comparator<Timer> order = query.isByDeadline() ? BY_DEADLINE : BY_ID;
    return timers.values().stream()
        .filter(timer -> timer.id().namespace().equals(query.namespace()))
        .filter(query::admits)
        .sorted(query.order() == ListOrder.ASCENDING ? order : order.reversed())
        .toList();
  }

  Optional<Decision> elapse(TimerId id, Instant now) {
    return change(
        id,
        Precondition.NONE,
        timer -> now.isBefore(timer.deadline()) ? timer : timer.outcomeAt(now));
  }

  Optional<Decision> cancel(TimerId id, Precondition precondition, Instant now) {
    return change(id, precondition, timer -> timer.isDue(now) ? timer : timer.cancelled(now));
  }

  Optional<Decision> amend(
      TimerId id, Amendment amendment, Precondition precondition, Instant now) {
    return change(
        id, precondition, timer -> timer.isDue(now) ? timer : timer.amended(amendment, now));
  }

  private Optional<Decision> change(
      TimerId id, Precondition precondition, UnaryOperator<Timer> change) {
    Timer before = timers.get(id);
    if (before == null) {
      return Optional.empty();
    }
    if (!precondition.isMetBy(before)) {
      return Optional.of(new Decision.PreconditionFailed(before));
    }
    Timer after = before.isPending() ? change.apply(before) : before;
    timers.put(id, after);
    return Optional.of(
        after.version() == before.version()
            ? new Decision.Unchanged(after)
            : new Decision.Changed(after));
  }

  List<Timer> pending(Instant from, @Nullable TimerId after, Instant until, int limit) {
    Predicate<Timer> isLeft =
        timer -> after == null || timer.deadline().isAfter(from) || comesAfter(timer.id(), after);
    return timers.values().stream()
        .filter(Timer::isPending)
        .filter(timer -> !timer.deadline().isBefore(from) && timer.deadline().isBefore(until))
        .filter(isLeft)
        .sorted(BY_DEADLINE)
        .limit(limit)
        .toList();
  }

  private static boolean comesAfter(TimerId id, TimerId other) {
    int namespaces = id.namespace().name().compareTo(other.namespace().name());
    return namespaces > 0 || (namespaces == 0 && id.value().compareTo(other.value()) > 0);
  }

  /** The timers that a purge may delete. */
  Set<TimerId> purgeable(Instant before) {
    return timers.values().stream()
        .filter(timer -> timer.decidedAt() != null && timer.decidedAt().isBefore(before))
        .map(Timer::id)
        .collect(Collectors.toSet());
  }

  /** How many keys a purge may delete. */
  int purgeableKeys(Instant before) {
    return (int) requests.values().stream().filter(request -> request.isOlderThan(before)).count();
  }

  /** Deletes up to {@code limit} timers, and as many keys. */
  int purge(Instant outcomesBefore, Instant keysBefore, int limit) {
    List<TimerId> forgotten =
        timers.values().stream()
            .filter(timer -> timer.decidedAt() != null)
            .filter(timer -> timer.decidedAt().isBefore(outcomesBefore))
            .sorted(Comparator.comparing(Timer::decidedAt))
            .map(Timer::id)
            .limit(limit)
            .toList();
    forgotten.forEach(timers::remove);
    forgotten.forEach(fingerprints::remove);
    List<Mark> keys =
        requests.entrySet().stream()
            .filter(request -> request.getValue().isOlderThan(keysBefore))
            .map(Map.Entry::getKey)
            .limit(limit)
            .toList();
    keys.forEach(requests::remove);
    return Math.max(forgotten.size(), keys.size());
  }

  Map<TimerState, Long> counts(Namespace namespace) {
    return timers.values().stream()
        .filter(timer -> timer.id().namespace().equals(namespace))
        .collect(Collectors.groupingBy(Timer::state, Collectors.counting()));
  }

  Set<TimerId> ids() {
    return timers.keySet();
  }
}
