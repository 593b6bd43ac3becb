package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.chime.store.sqlite.FaultyDatabase;
import dev.chime.timer.Blocking;
import dev.chime.timer.Decision;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;

/**
 * While nothing can be written, timers with a maximum lateness do not elapse: one that elapses now
 * would be skipped after a restart.
 */
@Timeout(60)
class MaxLatenessFaultsTest {

  private static final Instant NOW = TimerStoreContract.NOW;
  private static final Duration MOST = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private final List<TimerState> outcomesTold = new CopyOnWriteArrayList<>();

  private JdbcTimerStore on(FaultyDatabase database) throws SQLException {
    return JdbcTimerStore.on(
        database,
        Stores.ROOMY,
        Stores.SILENT,
        changes -> changes.forEach(change -> outcomesTold.add(change.timer().state())));
  }

  private static Timer created(JdbcTimerStore store, String id) {
    TimerId timerId = new TimerId(Namespace.DEFAULT, id);
    Timer timer = Timer.create(timerId, new TimerDraft(new Due.At(NOW), MOST, null, Map.of()), NOW);
    Blocking.get(store.create(timer, null));
    return timer;
  }

  @ParameterizedTest
  @EnumSource(
      value = SQLiteErrorCode.class,
      names = {"SQLITE_FULL", "SQLITE_BUSY"})
  void theyStayPendingUntilItCanBeWrittenAgain(SQLiteErrorCode failure) throws SQLException {
    FaultyDatabase database = new FaultyDatabase(folder);
    try (JdbcTimerStore store = on(database)) {
      Timer elapsing = created(store, "elapsing");
      Timer skipped = created(store, "skipped");
      database.failCommits(failure);
      for (Timer timer : List.of(elapsing, skipped)) {
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> Blocking.get(store.elapse(timer.id(), NOW)));
        assertThat(Blocking.get(store.find(timer.id()))).contains(timer);
      }
      database.failCommits(null);
      await().until(() -> store.figures().problem() == null);

      assertThat(Blocking.get(store.elapse(elapsing.id(), NOW.plus(MOST))))
          .contains(new Decision.Changed(elapsing.outcomeAt(NOW.plus(MOST))));
      Instant late = NOW.plus(MOST).plusMillis(1);
      assertThat(Blocking.get(store.elapse(skipped.id(), late)))
          .contains(new Decision.Changed(skipped.outcomeAt(late)));
      assertThat(outcomesTold)
          .containsExactly(
              TimerState.PENDING, TimerState.PENDING, TimerState.ELAPSED, TimerState.SKIPPED);
      assertThat(store.figures().storedTimers()).isEqualTo(new StoredTimers(0, 1, 0, 1));
    }
  }

  @Test
  void theyAreSkippedByTheNextProcessIfThisOneNeverCouldWrite() throws SQLException {
    FaultyDatabase database = new FaultyDatabase(folder);
    Timer timer;
    try (JdbcTimerStore store = on(database)) {
      timer = created(store, "a");
      database.failCommits(SQLiteErrorCode.SQLITE_IOERR_FSYNC);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> Blocking.get(store.elapse(timer.id(), NOW)));
    }
    try (JdbcTimerStore store = Stores.open(folder)) {
      Timer skipped = timer.outcomeAt(NOW.plusSeconds(60));
      assertThat(skipped.state()).isEqualTo(TimerState.SKIPPED);
      assertThat(Blocking.get(store.elapse(timer.id(), NOW.plusSeconds(60))))
          .contains(new Decision.Changed(skipped));
    }
  }

  @Test
  void whoseTimeHasNotComeIsToldSoEvenThen() throws SQLException {
    FaultyDatabase database = new FaultyDatabase(folder);
    try (JdbcTimerStore store = on(database)) {
      Timer timer = created(store, "a");
      database.failCommits(SQLiteErrorCode.SQLITE_FULL);
      assertThat(Blocking.get(store.elapse(timer.id(), NOW.minusMillis(1))))
          .contains(new Decision.Unchanged(timer));
    }
  }
}
