package dev.chime.timer;

import dev.chime.async.Future;
import dev.chime.store.InMemoryTimerStore;
import java.time.Instant;
import java.util.List;
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
  public Future<Optional<Decision>> cancel(TimerId id, Instant now) {
    return memory.cancel(id, now);
  }

  @Override
  public Future<List<Timer>> pending(
      Instant from, @Nullable TimerId afterId, Instant until, int limit) {
    return memory.pending(from, afterId, until, limit);
  }

  @Override
  public Future<Integer> purge(Instant before, int limit) {
    return memory.purge(before, limit);
  }

  /** A future that fails as a store does. */
  static <T> Future<T> failing() {
    return context -> {
      throw new StoreException("on purpose", null);
    };
  }
}
