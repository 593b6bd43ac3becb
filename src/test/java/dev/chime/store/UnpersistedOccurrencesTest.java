package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.schedule.Missed;
import dev.chime.schedule.Overlap;
import dev.chime.schedule.Progress.Pending;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleChange;
import dev.chime.schedule.ScheduleChanges;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleSettings;
import dev.chime.schedule.ScheduleState;
import dev.chime.schedule.ScheduleStore;
import dev.chime.schedule.TimerTemplate;
import dev.chime.schedule.Timing;
import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.Decision;
import dev.chime.timer.Destination;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sqlite.SQLiteErrorCode;

/**
 * The elapse of an occurrence waits for no disk either. The next one is made when it is written,
 * and nothing that is done meanwhile comes between the two.
 */
@Timeout(60)
class UnpersistedOccurrencesTest extends HeldCommits {

  private static final ScheduleId ID = new ScheduleId(Namespace.DEFAULT, "s");
  private static final Destination QUEUE = new Destination.Queue("q");

  private static ScheduleSettings every(Duration interval, @Nullable Destination destination) {
    return new ScheduleSettings(
        new Timing.Every(interval),
        null,
        null,
        null,
        Duration.ZERO,
        Missed.ALL,
        Overlap.SKIP,
        new TimerTemplate(null, null, Map.of(), destination));
  }

  private static Instant second(int number) {
    return NOW.plusSeconds(number);
  }

  private static TimerId occurrence(int second) {
    return new TimerId(Namespace.DEFAULT, "s~" + second(second).toString().replaceAll("[-:]", ""));
  }

  private void schedule(@Nullable Destination destination) {
    Blocking.get(
        change(ScheduleChanges.put(ID, every(Duration.ofSeconds(1), destination), _ -> {}), 0));
  }

  private Future<ScheduleStore.Decision> change(ScheduleChange change, int second) {
    return store.schedules().change(ID, change, second(second));
  }

  private Timer timer(int second) {
    return Blocking.get(store.find(occurrence(second))).orElseThrow();
  }

  private @Nullable Pending pending() {
    return found().progress().pending();
  }

  private Schedule found() {
    return Blocking.get(store.schedules().find(ID)).orElseThrow();
  }

  /** Elapses an occurrence while the disk is busy, and returns it as it was before. */
  private Timer elapsed(int second) {
    Timer pending = timer(second);
    Timer outcome = pending.outcomeAt(second(second));
    assertThat(store.elapse(pending, second(second)).poll(NOBODY))
        .isEqualTo(new Poll.Ready<>(Optional.of(new Decision.Changed(outcome))));
    return outcome;
  }

  @Test
  void itIsDecidedAndToldWhileTheDiskIsBusy() {
    schedule(null);
    CountDownLatch commits = commitHeld();
    Timer outcome = elapsed(1);
    assertThat(told).endsWith(TimerChange.decided(outcome));
    assertThat(Blocking.get(store.find(outcome.id()))).contains(outcome);
    commits.countDown();
    await().until(() -> told.getLast().timer().id().equals(occurrence(2)));
    assertThat(told.getLast().kind()).isEqualTo(TimerChange.Kind.CREATED);
    assertThat(told.getLast().timer().createdAt()).isEqualTo(outcome.decidedAt());
  }

  @Test
  void whoeverReadsTheScheduleSeesTheNextOne() {
    schedule(null);
    CountDownLatch commits = commitHeld();
    elapsed(1);
    Future<Optional<Schedule>> read = begun(store.schedules().find(ID));
    commits.countDown();
    Pending pending = Blocking.get(read).orElseThrow().progress().pending();
    assertThat(Objects.requireNonNull(pending).id()).isEqualTo(occurrence(2));
  }

  @Test
  void whoeverReadsTheNextOneFindsIt() {
    schedule(null);
    CountDownLatch commits = commitHeld();
    elapsed(1);
    Future<Optional<Timer>> next = begun(store.find(occurrence(2)));
    commits.countDown();
    assertThat(Blocking.get(next)).map(Timer::deadline).contains(second(2));
    assertThat(Blocking.get(store.find(occurrence(3)))).isEmpty();
  }

  @Test
  void theNextOneCanBeCancelledBeforeItIsMade() {
    schedule(null);
    List<Future<Optional<Decision>>> others = new ArrayList<>();
    for (int i = 0; i < 300; i++) { // more than are written beside commands
      stored("timer-" + i);
    }
    CountDownLatch commits = commitHeld();
    for (int i = 0; i < 300; i++) {
      TimerId id = new TimerId(Namespace.DEFAULT, "timer-" + i);
      Blocking.get(store.elapse(id, NOW));
      others.add(begun(store.cancel(id, Precondition.NONE, BEFORE)));
    }
    elapsed(1);
    Future<Optional<Decision>> cancel =
        begun(store.cancel(occurrence(2), Precondition.NONE, second(1)));
    commits.countDown();
    assertThat(Blocking.get(cancel))
        .hasValueSatisfying(decision -> assertThat(decision).isInstanceOf(Decision.Changed.class));
    others.forEach(Blocking::get);
    assertThat(Objects.requireNonNull(pending()).id()).isEqualTo(occurrence(3));
    assertThat(timer(2).state()).isEqualTo(TimerState.CANCELLED);
  }

  @Test
  void aPauseThatComesLaterFindsTheOutcome() {
    schedule(null);
    CountDownLatch commits = commitHeld();
    Timer outcome = elapsed(1);
    Future<ScheduleStore.Decision> pause = begun(change(ScheduleChanges.pause(), 1));
    commits.countDown();
    assertThat(Blocking.get(pause)).isInstanceOf(ScheduleStore.Decision.Done.class);
    assertThat(found().state()).isEqualTo(ScheduleState.PAUSED);
    assertThat(timer(1)).isEqualTo(outcome);
    assertThat(timer(2).state()).isEqualTo(TimerState.CANCELLED);
    assertThat(found().progress().made()).isEqualTo(1); // what a pause takes back does not count
  }

  /** The one that the pause takes back is there for others before the pause has ended. */
  @Test
  void nobodyElapsesTheOneThatAPauseTakesBack() {
    schedule(null);
    List<Timer> others = new ArrayList<>();
    for (int i = 0; i < 1_100; i++) { // more than a transaction writes, so that the pause writes it
      others.add(stored("timer-" + i));
    }
    CountDownLatch commits = commitHeld();
    others.forEach(other -> Blocking.get(store.elapse(other, NOW)));
    elapsed(1);
    Future<ScheduleStore.Decision> pause = begun(change(ScheduleChanges.pause(), 1));
    List<Poll<Optional<Decision>>> elapses = new CopyOnWriteArrayList<>();
    onChange =
        change -> {
          if (change.kind() == TimerChange.Kind.CREATED
              && change.timer().id().equals(occurrence(2))) {
            elapses.add(store.elapse(change.timer(), second(2)).poll(NOBODY));
          }
        };
    commits.countDown();
    assertThat(Blocking.get(pause)).isInstanceOf(ScheduleStore.Decision.Done.class);
    assertThat(elapses).hasSize(1).noneMatch(Poll::isReady);
    assertThat(timer(2).state()).isEqualTo(TimerState.CANCELLED);
    assertThat(outcomesSince(0, occurrence(2))).hasSize(1);
  }

  @Test
  void aPauseThatCameFirstIsWaitedFor() {
    schedule(null);
    Timer pending = timer(1);
    CountDownLatch commits = database.holdCommits();
    Future<ScheduleStore.Decision> pause = begun(change(ScheduleChanges.pause(), 0));
    await().until(database::holdsCommit);
    Future<Optional<Decision>> elapse = begun(store.elapse(pending, second(1)));
    commits.countDown();
    assertThat(Blocking.get(pause)).isInstanceOf(ScheduleStore.Decision.Done.class);
    assertThat(Blocking.get(elapse)).contains(new Decision.Unchanged(pending.cancelled(second(0))));
  }

  @Test
  void aNewIntervalGoesOnAfterTheOutcome() {
    schedule(null);
    CountDownLatch commits = commitHeld();
    Timer outcome = elapsed(1);
    Future<ScheduleStore.Decision> put =
        begun(change(ScheduleChanges.put(ID, every(Duration.ofSeconds(9), null), _ -> {}), 1));
    commits.countDown();
    Blocking.get(put);
    assertThat(timer(1)).isEqualTo(outcome);
    assertThat(Objects.requireNonNull(pending()).instant()).isAfter(second(2));
  }

  @Test
  void oneThatIsToBeDeliveredWaitsForItsCommit() {
    schedule(QUEUE);
    Timer pending = timer(1);
    CountDownLatch commits = commitHeld();
    Future<Optional<Decision>> elapse = begun(store.elapse(pending, second(1)));
    commits.countDown();
    assertThat(Blocking.get(elapse)).contains(new Decision.Changed(pending.outcomeAt(second(1))));
  }

  @Test
  void anAmendmentThatCameFirstIsWaitedFor() {
    schedule(null);
    Timer pending = timer(1);
    CountDownLatch commits = commitHeld();
    Amendment later = new Amendment(new Due.At(second(5)), null, null);
    Future<Optional<Decision>> amend =
        begun(store.amend(pending.id(), later, Precondition.NONE, second(0)));
    Future<Optional<Decision>> elapse = begun(store.elapse(pending, second(1)));
    commits.countDown();
    Timer amended = pending.amended(later, second(0));
    assertThat(Blocking.get(amend)).contains(new Decision.Changed(amended));
    assertThat(Blocking.get(elapse)).contains(new Decision.Unchanged(amended));
  }

  @Test
  void onAFullDiskTheyElapseAndGoOnLater() {
    schedule(null);
    database.failCommits(SQLiteErrorCode.SQLITE_FULL);
    Timer outcome = elapsed(1);
    await().until(() -> store.figures().problem() != null);
    assertThat(Blocking.get(store.find(outcome.id()))).contains(outcome);
    database.failCommits(null);
    await().until(() -> store.figures().problem() == null);
    assertThat(Objects.requireNonNull(pending()).id()).isEqualTo(occurrence(2));
    assertThat(told.stream().filter(change -> change.timer().id().equals(occurrence(2))))
        .hasSize(1);
  }

  @Test
  void allGoOnWhenTheStoreIsClosed() {
    schedule(null);
    CountDownLatch commits = commitHeld();
    Timer outcome = elapsed(1);
    commits.countDown();
    store.close();
    store = Stores.open(folder);
    assertThat(timer(1)).isEqualTo(outcome);
    assertThat(timer(2).state()).isEqualTo(TimerState.PENDING);
    assertThat(found().progress().made()).isEqualTo(2);
  }

  /** Whoever comes first: the occurrence has one outcome, and the schedule goes on from it. */
  @Test
  void anElapseAndAChangeAtTheSameTimeAgree() throws Exception {
    schedule(null);
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      Pending before = Objects.requireNonNull(pending());
      Timer occurrence = Blocking.get(store.find(before.id())).orElseThrow();
      int told = this.told.size();
      FutureTask<Optional<Decision>> elapse =
          new FutureTask<>(() -> Blocking.get(store.elapse(occurrence, before.deadline())));
      Thread.startVirtualThread(elapse);
      Instant now = before.deadline().minusMillis(1);
      ScheduleSettings settings = every(Duration.ofSeconds(1 + random.nextInt(9)), null);
      Blocking.get(store.schedules().change(ID, ScheduleChanges.put(ID, settings, _ -> {}), now));
      Timer decided = elapse.get().orElseThrow().timer();
      Pending next = Objects.requireNonNull(pending());
      Timer stored = Blocking.get(store.find(before.id())).orElseThrow();
      assertThat(stored).isEqualTo(decided);
      assertThat(outcomesSince(told, before.id())).hasSize(stored.isPending() ? 0 : 1);
      assertThat(next.id().equals(before.id())).isEqualTo(stored.isPending());
      assertThat(Blocking.get(store.find(next.id())).orElseThrow().isPending()).isTrue();
    }
  }

  private List<TimerChange> outcomesSince(int first, TimerId id) {
    return told.subList(first, told.size()).stream()
        .filter(change -> change.timer().id().equals(id) && !change.timer().isPending())
        .toList();
  }
}
