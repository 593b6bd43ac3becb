package dev.chime.store;

import dev.chime.async.Future;
import dev.chime.store.commit.ClockCommand;
import dev.chime.store.commit.Command;
import dev.chime.store.commit.Database;
import dev.chime.store.commit.Writers;
import dev.chime.store.row.TestClockRow;
import dev.chime.store.row.TimerReads;
import dev.chime.timer.ClockTurn;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.TestClock;
import dev.chime.timer.TestClockStore;
import dev.chime.timer.TestClocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The test clocks of a {@link JdbcTimerStore}, in the same database. Thread-safe. */
final class JdbcTestClockStore implements TestClockStore {

  private final Database database;
  private final TestClocks clocks;
  private final Writers writers;
  private final Readers readers;
  private final TimerCache cache;

  JdbcTestClockStore(
      Database database, TestClocks clocks, Writers writers, Readers readers, TimerCache cache) {
    this.database = database;
    this.clocks = clocks;
    this.writers = writers;
    this.readers = readers;
    this.cache = cache;
  }

  /** Reads the clocks, before anything is read or written by one of them. */
  static void load(Database database, TestClocks clocks) throws SQLException {
    try (Connection connection = database.openReader()) {
      clocks.put(TestClockRow.all(connection));
    }
  }

  @Override
  public TestClocks known() {
    return clocks;
  }

  @Override
  public Future<List<TestClock>> make(List<TestClock> wanted) {
    return Future.lazy(() -> writers.submit(new ClockCommand.Make(clocks, wanted)));
  }

  /** Reads nothing if nobody else turns the clocks. */
  @Override
  public Future<List<TestClock>> readAll() {
    return Future.lazy(
        () ->
            database.isShared()
                ? readers.read(TimerReads::testClocks).map(this::known)
                : Future.ready(clocks.all()));
  }

  private List<TestClock> known(List<TestClock> read) {
    clocks.put(read);
    return read;
  }

  @Override
  public Future<Turned> turn(Namespace namespace, ClockTurn turn, @Nullable IdempotencyKey key) {
    return Future.lazy(() -> writers.submit(new ClockCommand.Turn(clocks, namespace, turn, key)));
  }

  @Override
  public Future<Integer> purge(
      Namespace namespace, Instant outcomesBefore, Instant keysBefore, int limit) {
    return Future.lazy(
            () -> writers.submit(new Command.Purge(namespace, outcomesBefore, keysBefore, limit)))
        .map(
            count -> {
              if (count > 0) {
                cache.drop(namespace);
              }
              return count;
            });
  }
}
