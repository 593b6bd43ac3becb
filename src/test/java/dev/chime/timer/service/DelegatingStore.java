package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.store.InMemoryTimerStore;
import dev.chime.timer.Amendment;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store in memory, for tests to override what it does. */
class DelegatingStore implements TimerStore {

  private final TimerStore memory = new InMemoryTimerStore();

  @Override
  public Future<Creation> create(Timer timer, @Nullable IdempotencyKey key) {
    return memory.create(timer, key);
  }

  @Override
  public Future<Optional<Timer>> find(TimerId id) {
    return memory.find(id);
  }

  @Override
  public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
    return memory.elapse(id, now);
  }

  @Override
  public Future<Optional<Decision>> cancel(TimerId id, Precondition precondition, Instant now) {
    return memory.cancel(id, precondition, now);
  }

  @Override
  public Future<Optional<Decision>> amend(
      TimerId id, Amendment amendment, Precondition precondition, Instant now) {
    return memory.amend(id, amendment, precondition, now);
  }

  @Override
  public Future<Creation> put(Timer timer, String fingerprint) {
    return memory.put(timer, fingerprint);
  }

  @Override
  public Future<TimerQuery.Page> list(TimerQuery query) {
    return memory.list(query);
  }

  @Override
  public Future<List<Timer>> pending(
      Instant from, @Nullable TimerId after, Instant until, int limit) {
    return memory.pending(from, after, until, limit);
  }

  @Override
  public Future<List<Timer>> sweep(Instant due, Instant now, int limit) {
    return memory.sweep(due, now, limit);
  }

  @Override
  public Future<Integer> countPending(Namespace namespace, Instant from, Instant until, int limit) {
    return memory.countPending(namespace, from, until, limit);
  }

  @Override
  public Future<Map<TimerState, Long>> counts(Namespace namespace) {
    return memory.counts(namespace);
  }

  @Override
  public Future<Integer> purge(Instant outcomesBefore, Instant keysBefore, int limit) {
    return memory.purge(outcomesBefore, keysBefore, limit);
  }

  /** A future that fails as a store does. */
  static <T> Future<T> failing() {
    return context -> {
      throw new StoreException("on purpose", null);
    };
  }
}
