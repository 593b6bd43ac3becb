package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.async.Future;
import dev.chime.async.RejectedSpawnException;
import dev.chime.store.InMemoryTimerStore;
import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.Due;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import dev.chime.timer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deadlines that move into the near future, out of it, and behind the lookahead's back. */
@Timeout(60)
class RescheduleLookaheadTest {

  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Amendment SOON = new Amendment(new Due.After(MINUTE), null, null);

  private static ServiceRun lookingAhead(TimerStore store, int capacity) {
    ServiceRun run = new ServiceRun(store, START, capacity);
    run.lookAhead(WINDOW);
    return run;
  }

  private final TimerStore store = new InMemoryTimerStore();
  private final ServiceRun run = lookingAhead(store, 100);

  private static void elapsedAt(ServiceRun run, Instant... times) {
    assertThat(run.listener.elapsed).extracting(Timer::decidedAt).containsExactly(times);
  }

  @Test
  void aFarTimerThatBecomesNearIsArmed() {
    run.at(
        SECOND,
        () -> {
          Timer timer = run.create(HOUR);
          run.at(SECOND, () -> run.reschedule(timer.id(), SECOND));
        });
    run.run(HOUR.multipliedBy(2));
    elapsedAt(run, START.plusSeconds(3));
  }

  @Test
  void aNearTimerThatBecomesFarIsLeftToTheStore() {
    run.at(
        SECOND,
        () -> {
          Timer timer = run.create(MINUTE);
          run.at(SECOND, () -> run.reschedule(timer.id(), HOUR));
        });
    run.at(Duration.ofSeconds(3), () -> assertThat(run.armed()).isEqualTo(2)); // none is a timer
    run.run(HOUR.multipliedBy(2));
    elapsedAt(run, START.plus(HOUR).plusSeconds(2));
  }

  @Test
  void aFarTimerThatIsWaitedForIsArmedForEachNewDeadline() {
    run.at(
        SECOND,
        () -> {
          Timer timer = run.create(HOUR.multipliedBy(3));
          Waiter waiter = run.await(timer.id(), HOUR.multipliedBy(5));
          run.at(SECOND, () -> run.reschedule(timer.id(), HOUR.multipliedBy(4)));
          run.at(MINUTE, () -> run.reschedule(timer.id(), HOUR));
          run.at(
              HOUR.plus(MINUTE).plusMillis(1),
              () ->
                  assertThat(waiter.answeredAt())
                      .isEqualTo(START.plus(HOUR).plus(MINUTE).plus(SECOND)));
        });
    run.run(HOUR.multipliedBy(2));
    assertThat(run.listener.elapsed).hasSize(1);
  }

  @Test
  void aWaitThatEndsWhileItsTimerIsBeingReadLeavesNothingInMemory() {
    Timer timer = Timers.pending("far", START.plus(HOUR), START);
    Blocking.get(store.create(timer, null));
    run.at(
        SECOND,
        () -> {
          Waiter waiter = run.await(timer.id(), HOUR);
          run.at(Duration.ZERO, waiter.handle()::cancel);
        });
    run.at(Duration.ofSeconds(2), () -> assertThat(run.armed()).isEqualTo(2)); // none is a timer
    run.run(MINUTE);
  }

  @Test
  void withoutRoomAFarTimerStaysFar() {
    Timer timer = Timers.pending("far", START.plus(HOUR), START);
    Blocking.get(store.create(timer, null));
    ServiceRun full = lookingAhead(store, 4);
    full.at(
        SECOND,
        () -> { // beside this, the lookahead and the end of the test there is room for one
          full.create(MINUTE);
          assertThatExceptionOfType(RejectedSpawnException.class)
              .isThrownBy(() -> full.reschedule(timer.id(), MINUTE))
              .matches(RejectedSpawnException::isFull);
          assertThat(full.find(timer.id())).isEqualTo(timer);
        });
    full.run(HOUR.multipliedBy(2));
    elapsedAt(full, START.plus(MINUTE).plus(SECOND), timer.deadline());
    assertThat(full.listener.amended).isEmpty();
  }

  @Test
  void withoutRoomANearTimerIsRescheduledAllTheSame() {
    ServiceRun full = lookingAhead(store, 4);
    full.at(
        SECOND,
        () -> {
          Timer timer = full.create(MINUTE);
          assertThatExceptionOfType(RejectedSpawnException.class)
              .isThrownBy(() -> full.create(MINUTE));
          full.reschedule(timer.id(), SECOND);
        });
    full.run(HOUR);
    elapsedAt(full, START.plusSeconds(2));
  }

  /** A store whose timers change after a page of them has been read and before it is heard of. */
  private static final class StaleStore extends DelegatingStore {
    private @Nullable Runnable change;

    @Override
    public Future<List<Timer>> pending(
        Instant from, @Nullable TimerId after, Instant until, int limit) {
      return super.pending(from, after, until, limit)
          .map(
              page -> {
                if (!page.isEmpty() && change != null) {
                  change.run();
                  change = null;
                }
                return page;
              });
    }
  }

  private ServiceRun staleAfter(Amendment amendment) {
    StaleStore stale = new StaleStore();
    Timer timer = Timers.pending("timer", START.plus(MINUTE), START);
    Blocking.get(stale.create(timer, null));
    ServiceRun reading = lookingAhead(stale, 100);
    stale.change = () -> reading.amend(timer.id(), amendment);
    return reading;
  }

  @Test
  void aPageReadBeforeATimerBecameFarHarmsNothing() {
    ServiceRun reading = staleAfter(new Amendment(new Due.After(HOUR), null, null));
    reading.at(MINUTE.plus(SECOND), () -> assertThat(reading.armed()).isEqualTo(2)); // no timer
    reading.run(HOUR.multipliedBy(2));
    elapsedAt(reading, START.plus(HOUR));
  }

  @Test
  void aPageReadBeforeATimerCameNearerHarmsNothing() {
    ServiceRun reading = staleAfter(new Amendment(new Due.After(SECOND), null, null));
    reading.run(HOUR);
    elapsedAt(reading, START.plus(SECOND));
  }

  @Test
  void theWatchdogHelpsATimerThatWasRescheduledBehindItsTasksBack() {
    run.watch(Duration.ofSeconds(10));
    run.at(
        SECOND,
        () -> {
          Timer timer = run.create(Duration.ofMinutes(4));
          Blocking.get(store.amend(timer.id(), SOON, Precondition.NONE, run.clock.instant()));
        });
    run.run(HOUR);
    assertThat(run.listener.overdue).hasSize(1);
    assertThat(run.listener.elapsed.getFirst().lateness())
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  @Test
  void aRewindToTheDeadlineThatIsBeingReadFindsWhatWasPassedBy() {
    Lookahead[] looking = new Lookahead[1];
    DelegatingStore growing =
        new DelegatingStore() {
          private boolean grown;

          @Override
          public Future<List<Timer>> pending(
              Instant from, @Nullable TimerId after, Instant until, int limit) {
            return super.pending(from, after, until, limit)
                .map(
                    page -> {
                      if (!grown && !page.isEmpty()) {
                        grown = true; // comes before all of this page, and behind its back
                        Instant deadline = page.getFirst().deadline();
                        Blocking.get(create(Timers.pending("first", deadline, START), null));
                        looking[0].rewind(deadline);
                      }
                      return page;
                    });
          }
        };
    for (int i = 0; i < 700; i++) {
      Blocking.get(growing.create(Timers.pending("timer-" + i, START.plus(MINUTE), START), null));
    }
    ServiceRun reading = new ServiceRun(growing);
    looking[0] = reading.lookAhead(WINDOW);
    reading.run(HOUR);
    assertThat(reading.listener.elapsed)
        .hasSize(701)
        .allMatch(timer -> timer.decidedAt().equals(timer.deadline()));
  }
}
