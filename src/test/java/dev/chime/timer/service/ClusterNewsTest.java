package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Future;
import dev.chime.store.InMemoryTimerStore;
import dev.chime.timer.Blocking;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import dev.chime.timer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one process hears of the others, which it shares the store with. */
@Timeout(60)
class ClusterNewsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final TimerEvents events = new TimerEvents(10, 10_000, 1);
  private final ClusterNews news = new ClusterNews(events);
  private final TimerStore store = new InMemoryTimerStore();
  private final ServiceRun run = new ServiceRun(store);

  /** A timer that another process has created. */
  private Timer stored(Duration delay) {
    Timer timer = Timers.pending("timer", START.plus(delay), START);
    Blocking.get(store.create(timer, null));
    return timer;
  }

  /** What another process does. */
  private Timer cancelled(TimerId id) {
    Instant now = run.clock.instant();
    return Blocking.get(store.cancel(id, Precondition.NONE, now)).orElseThrow().timer();
  }

  @Test
  void whoWaitsHearsOfAChangeThatAnotherProcessMade() {
    Timer timer = stored(HOUR);
    run.start(news);
    Waiter waiter = run.await(timer.id(), MINUTE);
    run.at(SECOND, () -> news.committed(List.of(TimerChange.decided(cancelled(timer.id())))));
    run.run(HOUR);
    assertThat(waiter.timer().state()).isEqualTo(TimerState.CANCELLED);
    assertThat(waiter.answeredAt()).isEqualTo(START.plus(SECOND));
  }

  @Test
  void whoWaitsLooksAtTheStoreAfterAGap() {
    Timer timer = stored(HOUR);
    run.start(news);
    Waiter waiter = run.await(timer.id(), MINUTE);
    run.at(SECOND, () -> cancelled(timer.id())); // which nobody tells
    run.at(SECOND.multipliedBy(2), () -> news.changesMissed(7, 20));
    run.run(HOUR);
    assertThat(waiter.timer().state()).isEqualTo(TimerState.CANCELLED);
    assertThat(waiter.answeredAt()).isEqualTo(START.plusSeconds(2));
  }

  @Test
  void theEventsHearOfAllBeforeTheStartAndAfterIt() {
    Timer timer = stored(HOUR);
    news.committed(List.of(TimerChange.created(timer)));
    assertThat(events.latest()).isEqualTo(1);
    news.changesMissed(7, 20);
    run.start(news);
    run.at(
        SECOND,
        () -> {
          assertThat(events.latest()).isEqualTo(20);
          assertThat(events.run()).isEqualTo(7);
          news.committed(List.of(TimerChange.created(timer)));
        });
    run.run(HOUR);
    assertThat(events.latest()).isEqualTo(21);
  }

  @Test
  void theProcessesThatWereThereBeforeTheStartAreKnownFromTheStart() {
    news.membership("b", List.of("a", "c"));
    assertThat(run.service.nodes().live()).isEqualTo(1);
    run.start(news);
    run.at(SECOND, () -> assertThat(run.service.nodes().live()).isEqualTo(3));
    run.at(SECOND, () -> news.membership("b", List.of("a")));
    run.run(MINUTE);
    assertThat(run.service.nodes().live()).isEqualTo(2);
    assertThat(run.service.nodes().takeovers()).isEqualTo(1);
  }

  @Test
  void onlyTheFirstProcessSweepsAtOnceForExternalInserts() {
    Sweeps sweeps = new Sweeps();
    ServiceRun first = new ServiceRun(sweeps);
    first.start(news);
    first.at(Duration.ofMillis(500), () -> sweeps.count = 0); // the next would be a second later
    first.at(Duration.ofMillis(500), news::externalInserts);
    first.at(Duration.ofMillis(501), () -> assertThat(sweeps.count).isEqualTo(1));
    first.at(Duration.ofMillis(501), () -> news.membership("b", List.of("a")));
    first.at(Duration.ofMillis(502), news::externalInserts);
    first.at(Duration.ofMillis(503), () -> assertThat(sweeps.count).isEqualTo(1));
    first.run(MINUTE);
  }

  private static final class Sweeps extends DelegatingStore {
    int count;

    @Override
    public Future<List<Timer>> sweep(Instant due, Instant now, int limit) {
      count++;
      return super.sweep(due, now, limit);
    }
  }
}
