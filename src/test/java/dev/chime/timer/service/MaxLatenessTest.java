package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Future;
import dev.chime.store.InMemoryTimerStore;
import dev.chime.timer.Amendment;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Timers that are of no use to their clients when they are late. */
@Timeout(60)
class MaxLatenessTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final TimerDraft DRAFT =
      new TimerDraft(new Due.After(MINUTE), Duration.ofSeconds(5), null, Map.of());

  private static Timer create(ServiceRun run) {
    return ((Creation.Created) run.create(DRAFT, null)).timer();
  }

  @Test
  void onTimeItElapses() {
    ServiceRun run = new ServiceRun();
    Timer timer = create(run);
    Waiter waiter = run.await(timer.id(), HOUR);
    run.run();
    assertThat(waiter.timer().state()).isEqualTo(TimerState.ELAPSED);
    assertThat(run.listener.elapsed).containsExactly(waiter.timer());
    assertThat(run.listener.skipped).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"4999, ELAPSED", "5000, ELAPSED", "5001, SKIPPED", "900000, SKIPPED"})
  void itIsSkippedIfItIsLaterThanThat(long lateMillis, TimerState outcome) {
    ServiceRun run = new ServiceRun();
    Timer timer = create(run);
    Waiter waiter = run.await(timer.id(), HOUR);
    Duration almost = MINUTE.minusMillis(1);
    run.at(almost, () -> run.ticker.advance(Duration.ofMillis(lateMillis + 1))); // stands still
    run.run();

    Timer decided = waiter.timer();
    assertThat(decided.state()).isEqualTo(outcome);
    assertThat(decided.lateness()).hasMillis(lateMillis);
    assertThat(run.find(timer.id())).isEqualTo(decided);
    boolean skipped = outcome == TimerState.SKIPPED;
    assertThat(run.listener.skipped).hasSize(skipped ? 1 : 0);
    assertThat(run.listener.elapsed).hasSize(skipped ? 0 : 1);
    assertThat(run.cancel(timer.id())).isEqualTo(decided); // an outcome like the others
  }

  @ParameterizedTest
  @CsvSource({"5000, ELAPSED", "5001, SKIPPED"})
  void soItIsWhenARestartFindsItDue(long lateMillis, TimerState outcome) {
    TimerStore store = new InMemoryTimerStore();
    Timer timer = create(new ServiceRun(store));
    Instant restart = timer.deadline().plusMillis(lateMillis);
    ServiceRun run = new ServiceRun(store, restart, 100);
    run.start();
    run.run(MINUTE);

    assertThat(run.recovered()).isEqualTo(1);
    assertThat(run.find(timer.id()).state()).isEqualTo(outcome);
    assertThat(run.find(timer.id()).decidedAt()).isEqualTo(restart);
    assertThat(run.listener.skipped).hasSize(outcome == TimerState.SKIPPED ? 1 : 0);
    assertThat(run.listener.elapsed).hasSize(outcome == TimerState.ELAPSED ? 1 : 0);
  }

  @Test
  void latenessCountsFromTheReschedule() {
    ServiceRun run = new ServiceRun();
    Timer timer = create(run);
    Amendment longAgo = new Amendment(new Due.At(START.minus(HOUR)), null, null);
    run.at(Duration.ofSeconds(1), () -> run.amend(timer.id(), longAgo));
    run.run();
    assertThat(run.find(timer.id()).state()).isEqualTo(TimerState.ELAPSED);
    assertThat(run.find(timer.id()).maxLateness()).isEqualTo(DRAFT.maxLateness());
  }

  @Test
  void itIsSkippedAfterTheStoreHasFailedForTooLong() {
    ServiceRun run =
        new ServiceRun(
            new DelegatingStore() {
              @Override
              public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
                return now.isBefore(START.plusSeconds(70)) ? failing() : super.elapse(id, now);
              }
            });
    Waiter waiter = run.await(create(run).id(), HOUR);
    run.run();
    assertThat(waiter.timer().state()).isEqualTo(TimerState.SKIPPED);
    assertThat(waiter.answeredAt()).isBetween(START.plusSeconds(70), START.plusSeconds(71));
  }

  @Test
  void aRepetitionOfItsCreationHasTheSameLimit() {
    ServiceRun run = new ServiceRun();
    IdempotencyKey key = new IdempotencyKey(Namespace.DEFAULT, "key", "body");
    Creation created = run.create(DRAFT, key);
    assertThat(run.create(DRAFT, key))
        .isEqualTo(new Creation.Replayed(((Creation.Created) created).timer()));
  }
}
