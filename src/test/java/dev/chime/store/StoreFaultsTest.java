package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Waker;
import dev.chime.store.sqlite.FaultyDatabase;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.StoreException;
import dev.chime.timer.StoreFullException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.Timers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

/** A store that cannot write still elapses what is due, and loses nothing that it has accepted. */
@Timeout(60)
class StoreFaultsTest {

  private static final Instant NOW = TimerStoreContract.NOW;
  private static final Instant BEFORE = TimerStoreContract.BEFORE;
  private static final Context NOBODY = Context.from(Waker.noop());
  private static final long SMALL = 1 << 20;

  @TempDir private Path folder;
  private @Nullable FaultyDatabase database;
  private @Nullable JdbcTimerStore store;

  @BeforeEach
  void open() throws SQLException {
    database = new FaultyDatabase(folder);
    store = JdbcTimerStore.on(database, Stores.ROOMY, Stores.SILENT, Stores.UNHEARD);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Timer big(String id) {
    return Timers.pending(id, NOW, NOW, "\"" + "x".repeat(10_000) + "\"", Map.of());
  }

  @Test
  void aFullFileRefusesTimersAndElapsesThoseItHasAndRecovers() {
    store.close();
    store =
        JdbcTimerStore.open(
            folder,
            new StoreLimits(16_384, Long.MAX_VALUE, namespace -> Long.MAX_VALUE, SMALL),
            Stores.SILENT,
            Stores.UNHEARD);
    List<Timer> kept = new ArrayList<>();
    assertThatExceptionOfType(StoreFullException.class)
        .isThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                Timer timer = big("timer-" + i);
                Blocking.get(store.create(timer, null));
                kept.add(timer);
              }
            });
    assertThat(kept).hasSizeGreaterThan(50);
    assertThat(store.figures().problem()).isNotNull();

    for (Timer timer : kept) {
      assertThat(Blocking.get(store.elapse(timer.id(), NOW)))
          .contains(new Decision.Changed(timer.outcomeAt(NOW)));
      assertThat(Blocking.get(store.find(timer.id()))).contains(timer.outcomeAt(NOW));
    }
    await()
        .until(
            () -> Blocking.get(store.purge(NOW.plusMillis(1), NOW.plusMillis(1), 100)),
            forgotten -> forgotten == 0);
    Timer next = big("next");
    await().ignoreExceptions().until(() -> Blocking.get(store.create(next, null)) != null);
    await().until(() -> store.figures().problem() == null);
    assertThat(Blocking.get(store.find(next.id()))).contains(next);
  }

  @Test
  void whileTheDiskIsFullTimersElapseAndThisIsWrittenLater() {
    Timer timer = big("a");
    Timer other = big("b");
    Blocking.get(store.create(timer, null));
    Blocking.get(store.create(other, null));
    database.failCommits(SQLiteErrorCode.SQLITE_FULL);

    Timer elapsed = timer.outcomeAt(NOW);
    assertThat(Blocking.get(store.elapse(timer.id(), NOW))).contains(new Decision.Changed(elapsed));
    assertThat(Blocking.get(store.find(timer.id()))).contains(elapsed);
    assertThat(Blocking.get(store.elapse(timer.id(), NOW.plusMillis(9))))
        .contains(new Decision.Unchanged(elapsed));
    assertThatExceptionOfType(StoreFullException.class)
        .isThrownBy(() -> Blocking.get(store.cancel(other.id(), Precondition.NONE, BEFORE)));
    assertThatExceptionOfType(StoreFullException.class)
        .isThrownBy(() -> Blocking.get(store.create(big("c"), null)));

    database.failCommits(null);
    await().until(() -> store.figures().problem() == null); // by itself
    assertThat(Blocking.get(store.cancel(timer.id(), Precondition.NONE, BEFORE)))
        .contains(new Decision.Unchanged(elapsed));
    assertThat(Blocking.get(store.cancel(other.id(), Precondition.NONE, BEFORE)))
        .contains(new Decision.Changed(other.cancelled(NOW)));
    store.close();
    store = Stores.open(folder);
    assertThat(Blocking.get(store.find(timer.id()))).contains(elapsed);
    assertThat(store.figures().storedTimers()).isEqualTo(new StoredTimers(0, 1, 1, 0));
  }

  /** It waits for the cancel that came first; when nothing can be written, it is decided alone. */
  @Test
  void anElapseBehindACancelThatFailsIsAnsweredAllTheSame() {
    Timer timer = big("a");
    Blocking.get(store.create(timer, null));
    CountDownLatch commits = database.holdCommits();
    database.failCommits(SQLiteErrorCode.SQLITE_FULL);
    Future<Optional<Decision>> cancel = store.cancel(timer.id(), Precondition.NONE, BEFORE);
    Future<Optional<Decision>> elapse = store.elapse(timer, NOW);
    assertThat(cancel.poll(NOBODY).isReady()).isFalse();
    assertThat(elapse.poll(NOBODY).isReady()).isFalse();
    commits.countDown();

    assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> Blocking.get(cancel));
    Timer elapsed = timer.outcomeAt(NOW);
    assertThat(Blocking.get(elapse)).contains(new Decision.Changed(elapsed));
    assertThat(Blocking.get(store.find(timer.id()))).contains(elapsed);
    database.failCommits(null);
    await().until(() -> store.figures().problem() == null);
    assertThat(store.figures().storedTimers()).isEqualTo(new StoredTimers(0, 1, 0, 0));
  }

  @Test
  void whatCameToNothingCountsForNothing() {
    database.failCommits(SQLiteErrorCode.SQLITE_FULL);
    assertThatExceptionOfType(StoreFullException.class)
        .isThrownBy(() -> Blocking.get(store.create(big("a"), null)));
    database.failCommits(null);

    assertThat(Blocking.get(store.create(big("a"), null))).isInstanceOf(Creation.Created.class);
    assertThat(store.figures().storedTimers()).isEqualTo(new StoredTimers(1, 0, 0, 0));
  }

  @Test
  void afterAFailedFsyncNothingIsWrittenAnyMore() {
    Timer timer = big("a");
    Blocking.get(store.create(timer, null));
    database.failCommits(SQLiteErrorCode.SQLITE_IOERR_FSYNC);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Blocking.get(store.create(big("b"), null)));
    database.failCommits(null);

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Blocking.get(store.create(big("c"), null)))
        .withMessageContaining("restart");
    assertThat(store.figures().problem()).isNotNull();
    Timer elapsed = timer.outcomeAt(NOW);
    assertThat(Blocking.get(store.elapse(timer.id(), NOW))).contains(new Decision.Changed(elapsed));

    store.close();
    store = Stores.open(folder);
    assertThat(Blocking.get(store.find(new TimerId(Namespace.DEFAULT, "c")))).isEmpty();
    assertThat(Blocking.get(store.elapse(timer.id(), NOW.plusMillis(1)))) // as after a restart
        .contains(new Decision.Changed(timer.outcomeAt(NOW.plusMillis(1))));
  }
}
