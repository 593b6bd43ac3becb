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
import dev.chime.timer.Precondition;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.Timers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests share a transaction, but one that fails does not make the others fail. */
@Timeout(60)
class SharedTransactionTest {

  private static final Instant NOW = TimerStoreContract.NOW;
  private static final Instant BEFORE = TimerStoreContract.BEFORE;
  private static final Context NOBODY = Context.from(Waker.noop());

  @TempDir private Path folder;

  private static <T> Future<T> begun(Future<T> future) {
    assertThat(future.poll(NOBODY).isReady()).isFalse();
    return future;
  }

  @Test
  void aRowThatMakesNoSenseFailsWhoAsksForItAlone() throws SQLException {
    Timer sound = Timers.skippable("sound", NOW);
    Timer odd = Timers.skippable("odd", NOW);
    Timer other = TimerStoreContract.timer("other", NOW);
    try (JdbcTimerStore store = Stores.open(folder)) {
      Blocking.get(store.create(sound, null));
      Blocking.get(store.create(odd, null));
    }
    FaultyDatabase database = new FaultyDatabase(folder);
    try (Connection connection = database.openConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE timers SET labels = 'not JSON' WHERE id = 'odd'");
    }
    List<TimerChange> told = new CopyOnWriteArrayList<>();
    try (JdbcTimerStore store =
        JdbcTimerStore.on(database, Stores.ROOMY, Stores.SILENT, told::addAll)) {
      CountDownLatch commits = database.holdCommits();
      Future<Creation> first = begun(store.create(TimerStoreContract.timer("first", NOW), null));
      await()
          .until(
              () ->
                  store.figures().queued()
                      == 0); // the writer has taken it; the next ones share a batch
      Future<Creation> creation = begun(store.create(other, null));
      Future<Optional<Decision>> cancel = begun(store.cancel(odd.id(), Precondition.NONE, BEFORE));
      Future<Optional<Decision>> oddElapse = store.elapse(odd.id(), NOW); // fails when it is read
      Future<Optional<Decision>> elapse = begun(store.elapse(sound.id(), NOW));
      commits.countDown();

      assertThat(Blocking.get(first)).isInstanceOf(Creation.Created.class);
      assertThat(Blocking.get(creation)).isEqualTo(new Creation.Created(other));
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> Blocking.get(cancel));
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> Blocking.get(oddElapse));
      assertThat(Blocking.get(elapse)).contains(new Decision.Changed(sound.outcomeAt(NOW)));
      assertThat(store.figures().storedTimers()).isEqualTo(new StoredTimers(3, 1, 0, 0));
      assertThat(store.figures().problem()).isNull();
      assertThat(told)
          .extracting(change -> change.timer().id().value())
          .containsExactly("first", "other", "sound");
    }
  }
}
