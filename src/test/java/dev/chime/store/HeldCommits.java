package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Waker;
import dev.chime.store.sqlite.FaultyDatabase;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.Timers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An embedded store whose disk a test can stop. */
abstract class HeldCommits {

  static final Instant NOW = TimerStoreContract.NOW;
  static final Instant BEFORE = TimerStoreContract.BEFORE;
  static final Context NOBODY = Context.from(Waker.noop());

  @TempDir Path folder;

  /** What else is to be done with each change, by the thread that tells of it. */
  volatile Consumer<TimerChange> onChange = change -> {};

  /** All changes that the store has told of. */
  final List<TimerChange> told = new CopyOnWriteArrayList<>();

  FaultyDatabase database;
  JdbcTimerStore store;

  @BeforeEach
  void open() throws SQLException {
    database = new FaultyDatabase(folder);
    store = JdbcTimerStore.on(database, Stores.ROOMY, Stores.SILENT, this::tell);
  }

  private void tell(List<TimerChange> changes) {
    told.addAll(changes);
    changes.forEach(onChange);
  }

  @AfterEach
  void close() {
    database.releaseCommits(); // a test that fails would wait for ever
    store.close();
  }

  final Timer stored(String id) {
    Timer timer = Timers.pending(id, NOW, NOW);
    Blocking.get(store.create(timer, null));
    return timer;
  }

  /** A future that was begun, and is not ready. */
  static <T> Future<T> begun(Future<T> future) {
    assertThat(future.poll(NOBODY).isReady()).isFalse();
    return future;
  }

  /** Has the writer hold a transaction open, in which there is a new timer. */
  final CountDownLatch commitHeld() {
    CountDownLatch commits = database.holdCommits();
    Future<Creation> other =
        begun(store.create(Timers.pending("other", NOW.plusSeconds(9), NOW), null));
    await().until(() -> store.figures().queued() == 0);
    assertThat(other).isNotNull();
    return commits;
  }
}
