package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.JoinHandle;
import dev.chime.async.Unit;
import dev.chime.timer.Blocking;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.Timers;
import dev.chime.timer.service.EventSubscription.Next;
import dev.chime.timer.service.EventSubscription.Offset;
import dev.chime.timer.service.EventSubscription.Overtaken;
import dev.chime.timer.service.EventSubscription.UpToDate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventSubscriptionTest {

  private static final int CAPACITY = 8;
  private static final long RUN = 7;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TimerEvents events = new TimerEvents(CAPACITY, 1 << 20, RUN);
  private final WaiterRegistry waiters = new WaiterRegistry(WaiterLimits.NONE);
  private final ServiceRun run = new ServiceRun();

  private static TimerChange change(String id, @Nullable String payload) {
    return TimerChange.created(Timers.pending(id, START, START, payload, Map.of()));
  }

  /** Events of timers that are called after the events' numbers, from 1 on. */
  private void happen(int from, int to) {
    for (int number = from; number <= to; number++) {
      events.committed(List.of(change("" + number, null)));
    }
  }

  private EventSubscription follow(@Nullable Offset last) {
    return follow(events, timer -> true, last);
  }

  private EventSubscription follow(
      TimerEvents followed, Predicate<Timer> wanted, @Nullable Offset last) {
    return new EventSubscription(
        followed,
        waiters,
        waiters.take(Namespace.DEFAULT),
        run.spawner(),
        run.driver,
        wanted,
        last);
  }

  private static List<Long> read(EventSubscription subscription) {
    List<Long> numbers = new ArrayList<>();
    while (subscription.next() instanceof Next(TimerEvent event)) {
      numbers.add(event.number());
    }
    return numbers;
  }

  @Test
  void itHasWhatHappensFromNowOnInOrder() {
    happen(1, 3);
    EventSubscription subscription = follow(null);
    assertThat(subscription.hasGap()).isFalse();
    assertThat(subscription.next()).isInstanceOf(UpToDate.class);
    events.committed(List.of(change("4", null), change("5", null)));
    happen(6, 6);
    assertThat(read(subscription)).containsExactly(4L, 5L, 6L);
    assertThat(subscription.offset()).isEqualTo(new Offset(RUN, 6));
    assertThat(subscription.isUpToDate()).isTrue();
  }

  @Test
  void itReadsOverWhatIsNotWanted() {
    EventSubscription subscription = follow(events, timer -> timer.id().value().equals("3"), null);
    happen(1, 2);
    assertThat(subscription.isUpToDate()).isTrue();
    assertThat(subscription.offset()).isEqualTo(new Offset(RUN, 2));
    happen(3, 5);
    assertThat(subscription.isUpToDate()).isFalse();
    assertThat(read(subscription)).containsExactly(3L);
    assertThat(subscription.offset()).isEqualTo(new Offset(RUN, 5));
  }

  @Test
  void itGoesOnFromAnyPlaceThatIsStillThere() {
    happen(1, CAPACITY + 2);
    for (int last = 2; last <= CAPACITY + 2; last++) {
      EventSubscription subscription = follow(new Offset(RUN, last));
      assertThat(subscription.hasGap()).isFalse();
      assertThat(read(subscription))
          .isEqualTo(LongStream.rangeClosed(last + 1, CAPACITY + 2).boxed().toList());
    }
  }

  @Test
  void aPlaceOfAnotherRunOrNotThereYetOrNoMoreIsAGap() {
    happen(1, CAPACITY + 2);
    for (Offset last :
        List.of(
            new Offset(RUN + 1, 5),
            new Offset(RUN, CAPACITY + 3),
            new Offset(RUN, 1),
            new Offset(RUN, -1),
            new Offset(RUN, Long.MIN_VALUE))) {
      EventSubscription subscription = follow(last);
      assertThat(subscription.hasGap()).as(last.toString()).isTrue();
      assertThat(subscription.next()).isInstanceOf(UpToDate.class);
    }
  }

  @Test
  void whatIsTooBigTogetherIsForgottenEarlier() {
    TimerEvents small = new TimerEvents(1_000, 10_000, RUN);
    EventSubscription slow = follow(small, timer -> true, null);
    for (int i = 1; i <= 10; i++) {
      small.committed(List.of(change("" + i, "x".repeat(2_000))));
    }
    assertThat(slow.next()).isInstanceOf(Overtaken.class);
    assertThat(follow(small, timer -> true, new Offset(RUN, 5)).hasGap()).isTrue();
    assertThat(read(follow(small, timer -> true, new Offset(RUN, 6))))
        .containsExactly(7L, 8L, 9L, 10L);

    small.committed(List.of(change("11", "x".repeat(50_000)))); // too big alone, but the latest
    assertThat(read(follow(small, timer -> true, new Offset(RUN, 10)))).containsExactly(11L);
    small.committed(List.of(change("12", null)));
    assertThat(read(follow(small, timer -> true, new Offset(RUN, 11)))).containsExactly(12L);
    assertThat(follow(small, timer -> true, new Offset(RUN, 10)).hasGap()).isTrue();
  }

  @Test
  void whoFallsBehindIsToldThatItHasMissedSomething() {
    EventSubscription subscription = follow(null);
    happen(1, CAPACITY);
    assertThat(subscription.next()).isInstanceOf(Next.class);
    happen(CAPACITY + 1, CAPACITY + 1);
    assertThat(subscription.next()).isInstanceOf(Next.class);
    happen(CAPACITY + 2, CAPACITY + 4);
    assertThat(subscription.isUpToDate()).isFalse();
    assertThat(subscription.next()).isInstanceOf(Overtaken.class);
  }

  @Test
  void anArrivalComesWhenSomethingHappens() {
    EventSubscription subscription = follow(null);
    JoinHandle<Optional<Unit>> arrival = subscription.arrival(MINUTE);
    JoinHandle<Optional<Unit>> other = follow(null).arrival(MINUTE);
    run.at(Duration.ofSeconds(1), () -> happen(1, 1));
    run.run();
    assertThat(Blocking.get(arrival)).isPresent();
    assertThat(Blocking.get(other)).isPresent();
    assertThat(read(subscription)).containsExactly(1L);
    leavesNothing();
  }

  @Test
  void anArrivalIsThereIfThereIsSomethingToRead() {
    EventSubscription subscription = follow(null);
    happen(1, 1);
    JoinHandle<Optional<Unit>> arrival = subscription.arrival(MINUTE);
    run.at(Duration.ofMillis(1), () -> assertThat(arrival.isDone()).isTrue());
    run.run();
    assertThat(Blocking.get(arrival)).isPresent();
    leavesNothing();
  }

  @Test
  void patienceRunsOut() {
    JoinHandle<Optional<Unit>> arrival = follow(null).arrival(MINUTE);
    run.at(MINUTE.minusMillis(1), () -> assertThat(arrival.isDone()).isFalse());
    run.at(MINUTE.plusMillis(1), () -> assertThat(arrival.isDone()).isTrue());
    run.run();
    assertThat(Blocking.get(arrival)).isEmpty();
    leavesNothing();
  }

  @Test
  void anArrivalEndsWhenWaitsEnd() {
    EventSubscription subscription = follow(null);
    JoinHandle<Optional<Unit>> arrival = subscription.arrival(MINUTE);
    run.at(Duration.ofSeconds(1), waiters::end);
    run.at(
        Duration.ofSeconds(1).plusMillis(1),
        () -> {
          assertThat(arrival.isDone()).isTrue();
          assertThat(subscription.isEnding()).isTrue();
        });
    List<JoinHandle<Optional<Unit>>> late = new ArrayList<>();
    run.at(Duration.ofSeconds(2), () -> late.add(subscription.arrival(MINUTE)));
    run.at(Duration.ofSeconds(3), () -> assertThat(late.getFirst().isDone()).isTrue());
    run.run();
    leavesNothing();
  }

  @Test
  void anArrivalThatIsCancelledLeavesNothing() {
    JoinHandle<Optional<Unit>> arrival = follow(null).arrival(MINUTE);
    run.at(
        Duration.ofSeconds(1),
        () -> {
          assertThat(events.followers()).isEqualTo(1);
          arrival.cancel();
        });
    run.run();
    leavesNothing();
  }

  private void leavesNothing() {
    assertThat(events.followers()).isZero();
    assertThat(waiters.endListeners()).isZero();
    assertThat(run.armed()).isZero();
  }

  @Test
  void itTakesAPlaceUntilItIsClosed() {
    EventSubscription subscription = follow(null);
    EventSubscription other = follow(null);
    assertThat(waiters.count()).isEqualTo(2);
    subscription.close();
    subscription.close();
    assertThat(waiters.count()).isEqualTo(1);
    other.close();
    assertThat(waiters.count()).isZero();
  }

  @Test
  void theServiceShowsTheNamespacesOwnTimersOnly() {
    EventSubscription own = run.service.subscribe(Namespace.DEFAULT, timer -> true, null);
    EventSubscription others = run.service.subscribe(new Namespace("other"), timer -> true, null);
    run.create(MINUTE);
    assertThat(read(own)).containsExactly(1L);
    assertThat(read(others)).isEmpty();
  }
}
