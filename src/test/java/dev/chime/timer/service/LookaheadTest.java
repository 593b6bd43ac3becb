package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Future;
import dev.chime.timer.Blocking;
import dev.chime.timer.Decision;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only the near future is in memory, and nothing is forgotten for that. */
@Timeout(60)
class LookaheadTest {

  private static final Duration WINDOW = Duration.ofMinutes(5);

  /** Entries in the wheel that are not timers: the lookahead's pause and the test's own. */
  private static int timers(ServiceRun run, int others) {
    return run.armed() - others;
  }

  @Test
  void timersBeyondTheWindowStayInTheStoreUntilItReachesThem() {
    ServiceRun run = new ServiceRun();
    run.lookAhead(WINDOW);
    List<Integer> armed = new ArrayList<>();
    run.at(
        Duration.ofSeconds(1),
        () -> {
          for (int minutes = 1; minutes <= 60; minutes++) {
            run.create(Duration.ofMinutes(minutes));
          }
        });
    run.at(Duration.ofSeconds(2), () -> armed.add(timers(run, 3)));
    run.at(Duration.ofMinutes(31), () -> armed.add(timers(run, 2)));

    run.run(Duration.ofHours(2));

    assertThat(armed.getFirst()).isEqualTo(4); // those that come within five minutes of the start
    assertThat(armed.getLast()).isBetween(2, 5);
    assertThat(run.listener.elapsed).hasSize(60);
    assertThat(run.listener.elapsed)
        .allSatisfy(timer -> assertThat(timer.decidedAt()).isEqualTo(timer.deadline()));
  }

  @Test
  void manyPagesOfTimersThatAreDueAtTheSameTimeAreAllArmed() {
    ServiceRun run = new ServiceRun();
    run.lookAhead(WINDOW);
    run.at(
        Duration.ofSeconds(1),
        () -> {
          for (int i = 0; i < 1_700; i++) {
            run.create(Duration.ofMinutes(20));
          }
        });

    run.run(Duration.ofHours(1));

    assertThat(run.listener.elapsed).hasSize(1_700);
    assertThat(run.listener.elapsed)
        .allSatisfy(timer -> assertThat(timer.decidedAt()).isEqualTo(timer.deadline()));
  }

  @Test
  void aWaiterArmsAFarTimerAndLetsGoOfItAgain() {
    ServiceRun run = new ServiceRun();
    run.lookAhead(WINDOW);
    List<Integer> armed = new ArrayList<>();
    List<TimerId> id = new ArrayList<>();
    run.at(Duration.ofSeconds(1), () -> id.add(run.create(Duration.ofHours(2)).id()));
    run.at(Duration.ofSeconds(2), () -> run.await(id.getFirst(), Duration.ofSeconds(30)));
    run.at(Duration.ofSeconds(3), () -> armed.add(timers(run, 3)));
    run.at(Duration.ofSeconds(40), () -> armed.add(timers(run, 2)));

    run.run(Duration.ofHours(3));

    assertThat(armed).containsExactly(2, 0); // the timer and the end of the wait
    assertThat(run.listener.elapsed).hasSize(1);
    assertThat(run.listener.elapsed.getFirst().lateness()).isZero();
  }

  @Test
  void aTimerThatIsDueWhileTheServiceIsDownElapsesBeforeTheFirstRequest() {
    DelegatingStore store = new DelegatingStore();
    Instant before = ServiceRun.START.minusSeconds(60);
    for (int i = 0; i < 2_500; i++) {
      Timer timer = Timers.pending("old-" + i, before.plusMillis(i), before);
      Blocking.get(store.create(timer, null));
    }
    ServiceRun run = new ServiceRun(store);
    run.start();

    run.run(Duration.ofMinutes(1));

    assertThat(run.recovered()).isEqualTo(2_500);
    assertThat(run.listener.elapsed).hasSize(2_500);
    assertThat(run.find(new TimerId(Namespace.DEFAULT, "old-0")).lateness())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void theWatchdogFindsATimerThatWasForgotten() {
    boolean[] forget = {true};
    DelegatingStore store =
        new DelegatingStore() {
          @Override
          public Future<List<Timer>> pending(
              Instant from, TimerId afterId, Instant until, int limit) {
            return forget[0] && limit > 1
                ? Future.ready(List.of())
                : super.pending(from, afterId, until, limit);
          }

          @Override
          public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
            return super.elapse(id, now);
          }
        };
    ServiceRun run = new ServiceRun(store);
    run.lookAhead(WINDOW);
    run.watch(Duration.ofSeconds(10));
    run.at(Duration.ofSeconds(1), () -> run.create(Duration.ofMinutes(8)));
    run.at(Duration.ofMinutes(8), () -> forget[0] = false);

    run.run(Duration.ofHours(1));

    assertThat(run.listener.overdue).isNotEmpty();
    assertThat(run.listener.elapsed).hasSize(1);
    assertThat(run.listener.elapsed.getFirst().lateness())
        .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(20));
  }
}
