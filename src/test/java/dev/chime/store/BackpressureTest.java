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
import dev.chime.timer.StoreBusyException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.Timers;
import dev.chime.timer.TooManyTimersException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store refuses what is too much, and does all that it has accepted. */
@Timeout(60)
class BackpressureTest {

  private static final Instant NOW = TimerStoreContract.NOW;
  private static final int QUEUE = 32;
  private static final Context NOBODY = Context.from(Waker.noop());

  @TempDir private Path folder;

  private static JdbcTimerStore withShortQueue(FaultyDatabase database) {
    StoreLimits limits = new StoreLimits(QUEUE, Long.MAX_VALUE, namespace -> Long.MAX_VALUE, 0);
    return JdbcTimerStore.on(database, limits, Stores.SILENT, Stores.UNHEARD);
  }

  @Test
  void aFullQueueRefusesCreatesBeforeElapsesAndDropsNothing() throws SQLException {
    FaultyDatabase database = new FaultyDatabase(folder);
    try (JdbcTimerStore store = withShortQueue(database)) {
      Blocking.get(store.create(Timers.skippable("due", NOW), null));
      CountDownLatch commits = database.holdCommits();
      List<Future<Creation>> accepted = new ArrayList<>();
      accepted.add(begin(store, 0));
      await().until(() -> store.figures().queued() == 0); // the writer has taken it
      assertThat(store.figures().queueUsed()).isZero();

      assertThatExceptionOfType(StoreBusyException.class)
          .isThrownBy(
              () -> {
                for (int i = 1; i <= QUEUE; i++) {
                  accepted.add(begin(store, i));
                }
              });
      assertThat(accepted).hasSize(1 + QUEUE * 3 / 4);
      assertThat(store.figures().queueUsed()).isEqualTo(1);
      Future<Optional<Decision>> elapse = store.elapse(new TimerId(Namespace.DEFAULT, "due"), NOW);
      assertThat(elapse.poll(NOBODY).isReady()).isFalse();

      commits.countDown();
      assertThat(accepted)
          .allSatisfy(each -> assertThat(Blocking.get(each)).isInstanceOf(Creation.Created.class));
      assertThat(Blocking.get(elapse).orElseThrow()).isInstanceOf(Decision.Changed.class);
      assertThat(store.figures().storedTimers().pending()).isEqualTo(accepted.size());
    }
  }

  private static Future<Creation> begin(JdbcTimerStore store, int number) {
    Timer timer = TimerStoreContract.timer("timer-" + number, NOW.plusSeconds(1));
    Future<Creation> creation = store.create(timer, null);
    assertThat(creation.poll(NOBODY).isReady()).isFalse();
    return creation;
  }

  /** Else its elapse would wait for a cancel that nobody executes. */
  @Test
  void aTimerWhoseCancelWasRefusedElapsesAtOnce() throws SQLException {
    FaultyDatabase database = new FaultyDatabase(folder);
    try (JdbcTimerStore store = withShortQueue(database)) {
      Timer due = TimerStoreContract.timer("due", NOW);
      Blocking.get(store.create(due, null));
      CountDownLatch commits = database.holdCommits();
      begin(store, 0);
      await().until(() -> store.figures().queued() == 0);
      for (int i = 0; i < QUEUE; i++) {
        store.purge(NOW, NOW, 1).poll(NOBODY);
      }
      assertThatExceptionOfType(StoreBusyException.class)
          .isThrownBy(
              () -> Blocking.get(store.cancel(due.id(), Precondition.NONE, NOW.minusMillis(1))));
      assertThat(store.elapse(due, NOW).poll(NOBODY).isReady()).isTrue();
      commits.countDown();
    }
  }

  @Test
  void onlySoManyTimersMayBePending() {
    try (JdbcTimerStore store =
        JdbcTimerStore.open(
            folder,
            new StoreLimits(QUEUE, 3, namespace -> Long.MAX_VALUE, 0),
            Stores.SILENT,
            Stores.UNHEARD)) {
      for (int i = 0; i < 3; i++) {
        Blocking.get(store.create(TimerStoreContract.timer("timer-" + i, NOW), null));
      }
      Timer fourth = TimerStoreContract.timer("fourth", NOW);
      assertThatExceptionOfType(TooManyTimersException.class)
          .isThrownBy(() -> Blocking.get(store.create(fourth, null)));

      Blocking.get(store.elapse(new TimerId(Namespace.DEFAULT, "timer-1"), NOW));
      assertThat(Blocking.get(store.create(fourth, null))).isInstanceOf(Creation.Created.class);
    }
  }
}
