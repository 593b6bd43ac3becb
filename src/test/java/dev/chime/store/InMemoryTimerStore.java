package dev.chime.store;

import dev.chime.async.Future;
import dev.chime.timer.Amendment;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.ListOrder;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerQuery.Page;
import dev.chime.timer.TimerQuery.Position;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store in memory: {@link StoreModel} behind a lock. Thread-safe. */
public final class InMemoryTimerStore implements TimerStore {

  private final StoreModel model = new StoreModel();
  private final ChangeListener changes;

  /** An empty store without a listener. */
  public InMemoryTimerStore() {
    this(told -> {});
  }

  /** An empty store. */
  public InMemoryTimerStore(ChangeListener changes) {
    this.changes = changes;
  }

  private <T> Future<T> locked(Supplier<T> work) {
    return Future.lazy(
        () -> {
          synchronized (model) {
            return Future.ready(work.get());
          }
        });
  }

  @Override
  public Future<Creation> create(Timer timer, @Nullable IdempotencyKey key) {
    return locked(() -> told(model.create(timer, key)));
  }

  @Override
  public Future<Creation> put(Timer timer, String fingerprint) {
    return locked(() -> told(model.put(timer, fingerprint)));
  }

  private Creation told(Creation creation) {
    if (creation instanceof Creation.Created(Timer timer)) {
      changes.committed(List.of(TimerChange.created(timer)));
    }
    return creation;
  }

  @Override
  public Future<Optional<Timer>> find(TimerId id) {
    return locked(() -> model.find(id));
  }

  @Override
  public Future<Page> list(TimerQuery query) {
    return locked(
        () -> {
          List<Timer> left =
              model.list(query).stream().filter(timer -> isAfter(query, timer)).toList();
          List<Timer> page = left.stream().limit(query.limit()).toList();
          return new Page(
              page, page.size() < left.size() ? query.positionOf(page.getLast()) : null);
        });
  }

  private static boolean isAfter(TimerQuery query, Timer timer) {
    Position after = query.after();
    if (after == null) {
      return true;
    }
    int deadlines = query.isByDeadline() ? timer.deadline().compareTo(after.deadline()) : 0;
    int comes = deadlines == 0 ? timer.id().value().compareTo(after.id()) : deadlines;
    return query.order() == ListOrder.ASCENDING ? comes > 0 : comes < 0;
  }

  @Override
  public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
    return locked(() -> decided(model.elapse(id, now)));
  }

  @Override
  public Future<List<Timer>> sweep(Instant due, Instant now, int limit) {
    return locked(
        () ->
            model.pending(BEGINNING, null, due.plusMillis(1), limit).stream()
                .map(timer -> decided(model.elapse(timer.id(), now)).orElseThrow().timer())
                .toList());
  }

  @Override
  public Future<Optional<Decision>> cancel(TimerId id, Precondition precondition, Instant now) {
    return locked(() -> decided(model.cancel(id, precondition, now)));
  }

  private Optional<Decision> decided(Optional<Decision> decision) {
    if (decision.orElse(null) instanceof Decision.Changed(Timer timer)) {
      changes.committed(List.of(TimerChange.decided(timer)));
    }
    return decision;
  }

  @Override
  public Future<Optional<Decision>> amend(
      TimerId id, Amendment amendment, Precondition precondition, Instant now) {
    return locked(
        () -> {
          Optional<Decision> decision = model.amend(id, amendment, precondition, now);
          if (decision.orElse(null) instanceof Decision.Changed(Timer timer)) {
            changes.committed(List.of(TimerChange.amended(amendment, timer)));
          }
          return decision;
        });
  }

  @Override
  public Future<List<Timer>> pending(
      Instant from, @Nullable TimerId after, Instant until, int limit) {
    return locked(() -> model.pending(from, after, until, limit));
  }

  @Override
  public Future<Integer> countPending(Namespace namespace, Instant from, Instant until, int limit) {
    return locked(
        () ->
            (int)
                model.pending(from, null, until, Integer.MAX_VALUE).stream()
                    .filter(timer -> timer.id().namespace().equals(namespace))
                    .limit(limit)
                    .count());
  }

  @Override
  public Future<Map<TimerState, Long>> counts(Namespace namespace) {
    return locked(() -> model.counts(namespace));
  }

  @Override
  public Future<Integer> purge(Instant outcomesBefore, Instant keysBefore, int limit) {
    return locked(() -> model.purge(outcomesBefore, keysBefore, limit));
  }
}
