package dev.chime.store;

import dev.chime.async.Future;
import dev.chime.store.commit.UnpersistedOutcomes;
import dev.chime.store.row.TimerReads;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.Decision;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Elapses timers without waiting for the disk. Only the latest version of a timer may be elapsed:
 * it comes from the cache or, if it is not there, from the database. Whatever cannot be decided in
 * memory is left to a command. Thread-safe.
 */
final class Elapses {

  private final UnpersistedOutcomes unpersisted;
  private final TimerCache cache;
  private final Readers readers;
  private final ChangeListener changes;
  private final Consumer<Timer> flush;

  /**
   * Elapses in memory.
   *
   * @param changes is told of outcomes before they are answered
   * @param flush has an outcome written soon
   */
  Elapses(
      UnpersistedOutcomes unpersisted,
      TimerCache cache,
      Readers readers,
      ChangeListener changes,
      Consumer<Timer> flush) {
    this.unpersisted = unpersisted;
    this.cache = cache;
    this.readers = readers;
    this.changes = changes;
    this.flush = flush;
  }

  /**
   * Elapses a timer if it is due.
   *
   * @param command submits a command that does the same
   */
  Future<Optional<Decision>> elapse(
      TimerId id, Instant now, Supplier<? extends Future<Optional<Decision>>> command) {
    Decision decision = published(unpersisted.elapse(id, now, () -> cache.get(id)));
    if (decision != null) {
      return Future.ready(Optional.of(decision));
    }
    return cache.get(id) != null
        ? command.get()
        : readers
            .read(reads -> elapseUncached(reads, id, now))
            .then(decided -> decided.isPresent() ? Future.ready(decided) : command.get());
  }

  private Optional<Decision> elapseUncached(TimerReads reads, TimerId id, Instant now)
      throws SQLException {
    long before = unpersisted.changes();
    Timer read = reads.find(id).orElse(null);
    return Optional.ofNullable(
        published(
            unpersisted.elapse(id, now, () -> unpersisted.changes() == before ? read : null)));
  }

  /** Publishes before it queues: a written outcome is forgotten here, and must be in the cache. */
  private @Nullable Decision published(@Nullable Decision decision) {
    if (decision instanceof Decision.Changed(Timer outcome)) {
      try {
        changes.committed(List.of(TimerChange.decided(outcome)));
      } finally {
        unpersisted.persistLater(outcome);
        flush.accept(outcome);
      }
    }
    return decision;
  }
}
