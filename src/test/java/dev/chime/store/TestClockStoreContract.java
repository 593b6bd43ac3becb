package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Future;
import dev.chime.delivery.Lane;
import dev.chime.schedule.Missed;
import dev.chime.schedule.ScheduleChanges;
import dev.chime.schedule.ScheduleId;
import dev.chime.store.commit.ClockCommand;
import dev.chime.timer.Blocking;
import dev.chime.timer.ClockTurn;
import dev.chime.timer.Decision;
import dev.chime.timer.Destination;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.ImpossibleTurnException;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.ReusedKeyException;
import dev.chime.timer.TestClock;
import dev.chime.timer.TestClockStore;
import dev.chime.timer.TestClockStore.Turned;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store does about test clocks. */
abstract class TestClockStoreContract {

  static final Namespace TEST = new Namespace("test");
  static final Instant START = Instant.parse("2050-01-01T00:00:00Z");
  private static final Destination QUEUE = new Destination.Queue("q");

  /** All changes that the store tells of. */
  final List<TimerChange> changes = new CopyOnWriteArrayList<>();

  JdbcTimerStore timers;
  private TestClockStore clocks;

  /** A store of what was stored before, which adds to {@link #changes}. */
  protected abstract JdbcTimerStore openStore();

  @BeforeEach
  void open() {
    timers = openStore();
    clocks = timers.testClocks();
    Blocking.get(clocks.make(List.of(new TestClock(TEST, START, true))));
  }

  @AfterEach
  void close() {
    timers.close();
  }

  private void reopen() {
    timers.close();
    timers = openStore();
    clocks = timers.testClocks();
  }

  private static Instant at(int seconds) {
    return START.plusSeconds(seconds);
  }

  private Timer create(String id, int seconds, @Nullable Destination destination) {
    return create(new TimerId(TEST, id), START, at(seconds), destination);
  }

  private Timer create(
      TimerId id, Instant now, Instant deadline, @Nullable Destination destination) {
    Timer timer =
        Timer.create(
            id,
            new TimerDraft(new Due.At(deadline), null, null, Map.of("a", "b"), destination),
            now);
    Blocking.get(timers.put(timer, "f"));
    return timer;
  }

  /** Ten for each second. */
  private void createMany(int from, int end) {
    Blocking.get(
        Future.joinAll(
            IntStream.range(from, end)
                .mapToObj(
                    i ->
                        timers.create(
                            Timer.create(
                                new TimerId(TEST, "t" + i),
                                new TimerDraft(new Due.At(at(1 + i / 10)), null, null, Map.of()),
                                START),
                            null))
                .toList()));
  }

  private Timer find(String id) {
    return Blocking.get(timers.find(new TimerId(TEST, id))).orElseThrow();
  }

  private Turned turn(ClockTurn turn) {
    return Blocking.get(clocks.turn(TEST, turn, null));
  }

  private Turned turnTo(int seconds) {
    return turn(new ClockTurn.To(at(seconds)));
  }

  private Instant now() {
    return Blocking.get(clocks.readAll()).getFirst().now();
  }

  private static List<String> ids(List<Timer> some) {
    return some.stream().map(timer -> timer.id().value()).toList();
  }

  @Test
  void aTurnElapsesWhatComesDueOnTheWayInOrder() {
    create("c", 30, null);
    create("a", 10, null);
    create("later", 61, null);
    create("b", 20, null);
    Turned turned = turnTo(60);
    assertThat(ids(turned.decided())).containsExactly("a", "b", "c");
    assertThat(turned.decided()).allMatch(timer -> timer.state() == TimerState.ELAPSED);
    assertThat(turned.decided())
        .extracting(Timer::decidedAt)
        .containsExactly(at(10), at(20), at(30));
    assertThat(turned.decided()).extracting(Timer::lateness).containsOnly(Duration.ZERO);
    assertThat(turned.clock().now()).isEqualTo(at(60)).isEqualTo(turned.target()).isEqualTo(now());
    assertThat(turned.outcomes()).isEqualTo(3);
    assertThat(turned.more()).isFalse();
    assertThat(find("b")).isEqualTo(turned.decided().get(1));
    assertThat(find("later").isPending()).isTrue();
    assertThat(ids(turn(new ClockTurn.By(Duration.ofSeconds(1))).decided()))
        .containsExactly("later");
  }

  @Test
  void aTurnOutlivesTheProcess() {
    create("a", 10, null);
    turnTo(60);
    reopen();
    assertThat(now()).isEqualTo(at(60));
    assertThat(clocks.known().isTest(TEST)).isTrue();
    assertThat(find("a").state()).isEqualTo(TimerState.ELAPSED);
  }

  @Test
  void aClockThatIsMadeAgainGoesOn() {
    turnTo(60);
    TestClock silent = new TestClock(TEST, START, false);
    assertThat(Blocking.get(clocks.make(List.of(silent)))).containsExactly(silent.at(at(60)));
    assertThat(Blocking.get(clocks.readAll())).containsExactly(silent.at(at(60)));
  }

  @Test
  void aClockDoesNotGoBack() {
    turnTo(60);
    assertThatThrownBy(() -> turnTo(59))
        .isInstanceOfSatisfying(
            ImpossibleTurnException.class, e -> assertThat(e.now()).isEqualTo(at(60)));
    assertThatThrownBy(() -> turn(new ClockTurn.By(Timer.HORIZON.multipliedBy(90))))
        .isInstanceOf(ImpossibleTurnException.class);
    assertThat(turnTo(60).outcomes()).isZero();
    assertThat(now()).isEqualTo(at(60));
  }

  @Test
  void realTimeElapsesNothing() {
    create("a", 10, null);
    Timer real = create(new TimerId(Namespace.DEFAULT, "real"), START, at(10), null);
    Instant longAfter = at(100_000);
    assertThat(ids(Blocking.get(timers.sweep(longAfter, longAfter, 10)))).containsExactly("real");
    assertThat(Blocking.get(timers.find(real.id())).orElseThrow().isPending()).isFalse();
    assertThat(Blocking.get(timers.pending(TimerStore.BEGINNING, null, longAfter, 10))).isEmpty();
    assertThat(find("a").isPending()).isTrue();
    assertThat(Blocking.get(timers.purge(longAfter.plusMillis(1), longAfter, 10))).isEqualTo(1);
    turnTo(20);
    assertThat(Blocking.get(timers.purge(longAfter.plusMillis(1), longAfter, 10))).isZero();
    assertThat(find("a").state()).isEqualTo(TimerState.ELAPSED);
  }

  @Test
  void aTestClockDoesNotTurnTheClockOfTheService() {
    create(new TimerId(Namespace.DEFAULT, "real"), START, at(10), null);
    create("a", 1_000_000, null);
    turnTo(1_000_000);
    assertThat(timers.latestTime()).isEqualTo(START);
    reopen();
    assertThat(timers.latestTime()).isEqualTo(START);
  }

  @Test
  void whatIsOldByItsClockIsDeleted() {
    create("a", 10, null);
    create("b", 20, null);
    turnTo(60);
    assertThat(find("a").decidedAt()).isEqualTo(at(10));
    assertThat(Blocking.get(clocks.purge(TEST, at(20), at(20), 10))).isEqualTo(1);
    assertThat(Blocking.get(timers.find(new TimerId(TEST, "a")))).isEmpty();
    assertThat(find("b").decidedAt()).isEqualTo(at(20));
  }

  @Test
  void aCancelBeforeATurnWins() {
    create("a", 10, null);
    create("b", 10, null);
    Blocking.get(timers.cancel(new TimerId(TEST, "a"), Precondition.NONE, START));
    assertThat(ids(turnTo(60).decided())).containsExactly("b");
    assertThat(Blocking.get(timers.cancel(new TimerId(TEST, "b"), Precondition.NONE, at(60))))
        .hasValueSatisfying(
            decision -> assertThat(decision).isInstanceOf(Decision.Unchanged.class));
  }

  @Test
  void whatWasLeftBehindElapsesWhereTheClockStands() {
    turnTo(60);
    create(new TimerId(TEST, "left"), START, at(10), null); // by a process that knew the old time
    Turned turned = turn(new ClockTurn.By(Duration.ZERO));
    assertThat(ids(turned.decided())).containsExactly("left");
    assertThat(turned.decided().getFirst().decidedAt()).isEqualTo(at(60));
  }

  @Test
  void schedulesGoOnOnTheWay() {
    ScheduleId id = new ScheduleId(TEST, "s");
    Blocking.get(
        timers
            .schedules()
            .change(
                id,
                ScheduleChanges.put(
                    id,
                    ScheduleStoreContract.every(Duration.ofSeconds(20), Missed.ONE, null),
                    _ -> {}),
                START));
    create("a", 30, null);
    create("z", 40, null);
    Turned turned = turnTo(60);
    assertThat(ids(turned.decided()))
        .containsExactly(
            "s~20500101T000020Z", "a", "s~20500101T000040Z", "z", "s~20500101T000100Z");
    assertThat(turned.decided()).allMatch(timer -> timer.state() == TimerState.ELAPSED);
    assertThat(turned.decided().get(2).decidedAt()).isEqualTo(at(40));
    assertThat(turned.decided().get(2).labels()).isEqualTo(Map.of("a", "b"));
    assertThat(Blocking.get(timers.schedules().find(id)).orElseThrow().progress().missed())
        .isZero();
    assertThat(find("s~20500101T000120Z").isPending()).isTrue();
    await().until(() -> changes.size() == 11);
    assertThat(changes)
        .extracting(change -> change.kind() + " " + change.timer().id().value())
        .containsExactly(
            "CREATED s~20500101T000020Z",
            "CREATED a",
            "CREATED z",
            "ELAPSED s~20500101T000020Z",
            "CREATED s~20500101T000040Z",
            "ELAPSED a",
            "ELAPSED s~20500101T000040Z",
            "CREATED s~20500101T000100Z",
            "ELAPSED z",
            "ELAPSED s~20500101T000100Z",
            "CREATED s~20500101T000120Z");
    assertThat(timers.figures().storedTimers().pending()).isEqualTo(1);
    assertThat(timers.figures().storedTimers().elapsed()).isEqualTo(5);
  }

  @Test
  void deliveriesAreMadeAndGoByRealTime() {
    create("a", 10, QUEUE);
    create("b", 20, QUEUE);
    turnTo(60);
    var claimed =
        Blocking.get(
            timers
                .deliveries()
                .claim(new Lane(TEST, QUEUE), 9, Duration.ofSeconds(9), Instant.now()));
    assertThat(claimed.deliveries())
        .extracting(delivery -> delivery.timer().id().value())
        .containsExactly("a", "b");
  }

  @Test
  void aSilentClockMakesNoDelivery() {
    Blocking.get(clocks.make(List.of(new TestClock(TEST, START, false))));
    create("a", 10, QUEUE);
    assertThat(turnTo(60).outcomes()).isEqualTo(1);
    assertThat(
            Blocking.get(
                    timers
                        .deliveries()
                        .claim(new Lane(TEST, QUEUE), 9, Duration.ofSeconds(9), Instant.now()))
                .deliveries())
        .isEmpty();
  }

  @Test
  void aRepeatedTurnTurnsOnce() {
    IdempotencyKey key = new IdempotencyKey(TEST, "k", "PT1M");
    create("a", 10, null);
    ClockTurn minute = new ClockTurn.By(Duration.ofMinutes(1));
    Turned first = Blocking.get(clocks.turn(TEST, minute, key));
    turnTo(100);
    reopen();
    Turned again = Blocking.get(clocks.turn(TEST, minute, key));
    assertThat(again.clock()).isEqualTo(first.clock());
    assertThat(again.target()).isEqualTo(at(60));
    assertThat(again.outcomes()).isEqualTo(1);
    assertThat(now()).isEqualTo(at(100));
    assertThatThrownBy(
            () -> Blocking.get(clocks.turn(TEST, minute, new IdempotencyKey(TEST, "k", "PT2M"))))
        .isInstanceOf(ReusedKeyException.class);
  }

  @Test
  void aTurnThatMeetsTooMuchStopsOnTheWay() {
    int all = ClockCommand.Turn.MOST_OUTCOMES + 5;
    for (int from = 0; from < all; from += 1_001) {
      createMany(from, Math.min(from + 1_001, all));
    }
    Turned turned = turnTo(5_000);
    assertThat(turned.more()).isTrue();
    assertThat(turned.outcomes()).isEqualTo(ClockCommand.Turn.MOST_OUTCOMES);
    assertThat(turned.target()).isEqualTo(at(5_000));
    assertThat(turned.clock().now()).isEqualTo(now()).isEqualTo(at(1_000));
    Turned rest = turn(new ClockTurn.To(turned.target()));
    assertThat(rest.outcomes()).isEqualTo(5);
    assertThat(rest.more()).isFalse();
    assertThat(now()).isEqualTo(at(5_000));
  }
}
