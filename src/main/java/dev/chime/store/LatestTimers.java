package dev.chime.store;

import dev.chime.async.Future;
import dev.chime.async.Unit;
import dev.chime.schedule.OccurrenceId;
import dev.chime.store.commit.UnpersistedOutcomes;
import dev.chime.store.commit.Writers;
import dev.chime.store.row.TimerReads;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads timers as they stand: from memory if they are there, otherwise from the database, with the
 * outcomes that were decided in memory. Thread-safe.
 */
final class LatestTimers {

  private final UnpersistedOutcomes unpersisted;
  private final TimerCache cache;
  private final Readers readers;
  private final Writers writers;

  LatestTimers(
      UnpersistedOutcomes unpersisted, TimerCache cache, Readers readers, Writers writers) {
    this.unpersisted = unpersisted;
    this.cache = cache;
    this.readers = readers;
    this.writers = writers;
  }

  /** Finds a timer; empty if there is none with this id. */
  Future<Optional<Timer>> find(TimerId id) {
    return Future.lazy(
        () -> {
          Timer known = inMemory(id);
          if (known != null) {
            return Future.ready(Optional.of(known));
          }
          // Before the read: what it does not find may be made by a commit that comes meanwhile.
          boolean mayBeMade = unpersisted.size() > 0 && OccurrenceId.isOccurrence(id);
          return stored(id)
              .then(
                  found ->
                      found.isEmpty() && mayBeMade
                          ? afterFlush(() -> stored(id))
                          : Future.ready(found));
        });
  }

  private Future<Optional<Timer>> stored(TimerId id) {
    return readers.read(reads -> read(reads, id));
  }

  private @Nullable Timer inMemory(TimerId id) {
    Timer decided = unpersisted.get(id);
    return decided == null ? cache.get(id) : decided;
  }

  /** Reads again if an outcome was written meanwhile: it may be neither in the read nor here. */
  private Optional<Timer> read(TimerReads reads, TimerId id) throws SQLException {
    while (true) {
      long changes = unpersisted.changes();
      long commits = cache.commits();
      Optional<Timer> read = unpersisted.applyTo(reads.find(id));
      if (changes == unpersisted.changes()) {
        return read.map(timer -> cache.merge(timer, commits));
      }
    }
  }

  /**
   * Runs a query when the indices have all outcomes that were decided in memory before. If these
   * cannot be written, it does without them.
   */
  <R> Future<R> readIndex(Readers.Query<R> query) {
    return afterFlush(() -> readers.read(query));
  }

  private <R> Future<R> afterFlush(Supplier<Future<R>> read) {
    return Future.lazy(
        () -> {
          long target = unpersisted.decided();
          return unpersisted.written() >= target
              ? read.get()
              : flush(target).recover(failure -> Unit.UNIT).then(_ -> read.get());
        });
  }

  /** Ready when as many outcomes as {@code target} have been written, all told. */
  private Future<Unit> flush(long target) {
    return Future.lazy(
        () ->
            unpersisted.written() >= target
                ? Future.ready(Unit.UNIT)
                : writers.flush().then(_ -> flush(target)));
  }
}
