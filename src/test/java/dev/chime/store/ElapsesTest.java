package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import dev.chime.timer.Timers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An elapse waits for no disk; whatever else happens to the timer agrees with it. */
@Timeout(60)
class ElapsesTest extends HeldCommits {

  private Optional<Decision> elapse(Timer timer) {
    Future<Optional<Decision>> elapse = store.elapse(timer, NOW);
    return elapse.poll(NOBODY) instanceof Poll.Ready<Optional<Decision>>(var decision)
        ? decision
        : Optional.empty();
  }

  @Test
  void itIsDecidedAndToldWhileTheDiskIsBusy() {
    Timer timer = stored("a");
    CountDownLatch commits = commitHeld();
    Timer elapsed = timer.outcomeAt(NOW);

    assertThat(elapse(timer)).contains(new Decision.Changed(elapsed));
    assertThat(elapse(timer)).contains(new Decision.Unchanged(elapsed));
    assertThat(told).containsExactly(TimerChange.created(timer), TimerChange.decided(elapsed));
    assertThat(Blocking.get(store.find(timer.id()))).contains(elapsed);
    assertThat(store.figures().storedTimers()).isEqualTo(new StoredTimers(0, 1, 0, 0));
    commits.countDown();
  }

  @Test
  void aCancelThatCameFirstIsWaitedFor() {
    Timer timer = stored("a");
    CountDownLatch commits = commitHeld();
    Future<Optional<Decision>> cancel = begun(store.cancel(timer.id(), Precondition.NONE, BEFORE));
    Future<Optional<Decision>> elapse = begun(store.elapse(timer, NOW));
    commits.countDown();

    Timer cancelled = timer.cancelled(BEFORE);
    assertThat(Blocking.get(cancel)).contains(new Decision.Changed(cancelled));
    assertThat(Blocking.get(elapse)).contains(new Decision.Unchanged(cancelled));
  }

  @Test
  void aCancelThatComesLaterFindsTheOutcome() {
    Timer timer = stored("a");
    CountDownLatch commits = commitHeld();
    assertThat(elapse(timer)).isPresent();
    Future<Optional<Decision>> cancel = begun(store.cancel(timer.id(), Precondition.NONE, BEFORE));
    commits.countDown();
    assertThat(Blocking.get(cancel)).contains(new Decision.Unchanged(timer.outcomeAt(NOW)));
  }

  /** Whoever elapses it may not have heard of the new deadline yet. */
  @Test
  void onlyTheLatestVersionElapses() {
    Timer timer = stored("a");
    Amendment later = new Amendment(new Due.At(NOW.plusSeconds(1)), null, null);
    Timer amended = timer.amended(later, BEFORE);
    Blocking.get(store.amend(timer.id(), later, Precondition.NONE, BEFORE));
    assertThat(Blocking.get(store.elapse(timer, NOW))).contains(new Decision.Unchanged(amended));
  }

  @Test
  void aTimerThatMayBeSkippedWaitsForItsCommit() {
    Timer timer = Timers.skippable("a", NOW);
    Blocking.get(store.create(timer, null));
    CountDownLatch commits = commitHeld();
    Future<Optional<Decision>> elapse = begun(store.elapse(timer, NOW));
    commits.countDown();
    assertThat(Blocking.get(elapse)).contains(new Decision.Changed(timer.outcomeAt(NOW)));
  }

  @Test
  void aTimerThatIsNotInTheCacheIsReadFirst() {
    Timer timer = stored("a");
    store.close();
    store = JdbcTimerStore.open(folder, Stores.ROOMY, Stores.SILENT, told::addAll);
    assertThat(Blocking.get(store.elapse(timer, NOW)))
        .contains(new Decision.Changed(timer.outcomeAt(NOW)));
    assertThat(Blocking.get(store.elapse(timer, NOW.plusMillis(1))))
        .contains(new Decision.Unchanged(timer.outcomeAt(NOW)));
  }

  @Test
  void itIsWrittenSoonThoughNothingElseIs() {
    Timer timer = stored("a");
    Timer elapsed = timer.outcomeAt(NOW.plusMillis(3));
    Blocking.get(store.elapse(timer, NOW.plusMillis(3)));
    await().untilAsserted(() -> assertThat(decidedAt(timer)).isEqualTo(elapsed.decidedAt()));
    assertThat(Blocking.get(store.find(timer.id()))).contains(elapsed);
  }

  private Instant decidedAt(Timer timer) throws SQLException {
    try (Connection connection = database.openConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT decided_at FROM timers WHERE id = '" + timer.id().value() + "'")) {
      assertThat(row.next()).isTrue();
      return Instant.ofEpochMilli(row.getLong(1));
    }
  }

  @Test
  void allAreWrittenWhenTheStoreIsClosed() {
    List<Timer> timers = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      timers.add(stored("timer-" + i));
    }
    CountDownLatch commits = commitHeld();
    timers.forEach(timer -> assertThat(elapse(timer)).isPresent());
    commits.countDown();
    store.close();
    store = Stores.open(folder);
    assertThat(store.figures().storedTimers()).isEqualTo(new StoredTimers(1, 3_000, 0, 0));
    assertThat(timers)
        .allSatisfy(
            timer ->
                assertThat(Blocking.get(store.find(timer.id()))).contains(timer.outcomeAt(NOW)));
  }

  @Test
  void aListHasAllThatWasDecidedBefore() {
    for (int i = 0; i < 1_500; i++) {
      elapse(stored(String.format("timer-%04d", i)));
    }
    TimerQuery elapsed =
        new TimerQuery(
            Namespace.DEFAULT, Set.of(TimerState.ELAPSED), List.of(), null, null, null, 1_500);
    assertThat(Blocking.get(store.list(elapsed)).timers()).hasSize(1_500);
  }

  @Test
  void aRepeatedPutIsAnsweredWithTheOutcome() {
    Timer timer = Timers.pending("mine", NOW, NOW);
    Blocking.get(store.put(timer, "fingerprint"));
    CountDownLatch commits = commitHeld();
    assertThat(elapse(timer)).isPresent();
    Future<Creation> put = begun(store.put(timer, "fingerprint"));
    commits.countDown();
    assertThat(Blocking.get(put)).isEqualTo(new Creation.Repeated(timer.outcomeAt(NOW)));
  }
}
