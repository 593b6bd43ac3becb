package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Future;
import dev.chime.async.Oneshot;
import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.Decision;
import dev.chime.timer.Due;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The store decides, and may know more than the node that asks. */
@Timeout(60)
class ArbitrationTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A store in which somebody else changes a timer just before it is to elapse. */
  private static final class SharedStore extends DelegatingStore {
    private final UnaryOperator<Timer> change;
    private @Nullable Timer changed;

    SharedStore(UnaryOperator<Timer> change) {
      this.change = change;
    }

    @Override
    public Future<Optional<Timer>> find(TimerId id) {
      return changed == null ? super.find(id) : Future.ready(Optional.of(changed));
    }

    @Override
    public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
      if (changed == null) {
        changed = change.apply(Blocking.get(super.find(id)).orElseThrow());
      }
      boolean decides = changed.isPending() && !now.isBefore(changed.deadline());
      changed = decides ? changed.outcomeAt(now) : changed;
      return Future.ready(
          Optional.of(decides ? new Decision.Changed(changed) : new Decision.Unchanged(changed)));
    }
  }

  /** A store that elapses at once, and says so when it is told to. */
  private static final class SlowStore extends DelegatingStore {
    final Oneshot<Optional<Decision>> answer = new Oneshot<>();
    Optional<Decision> decided = Optional.empty();

    @Override
    public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
      return super.elapse(id, now)
          .then(
              decision -> {
                decided = decision;
                return answer;
              });
    }
  }

  private static Timer rescheduled(Timer timer, Duration later) {
    Due due = new Due.At(timer.deadline().plus(later));
    return timer.amended(new Amendment(due, null, null), timer.createdAt());
  }

  @Test
  void aTimerThatTurnsOutToBeDueLaterIsArmedAgain() {
    ServiceRun run = new ServiceRun(new SharedStore(timer -> rescheduled(timer, MINUTE)));
    Timer timer = run.create(SECOND);
    Waiter waiter = run.await(timer.id(), Duration.ofHours(1));
    Waiter forChange = run.await(timer.id(), timer.version(), Duration.ofHours(1));
    run.at(Duration.ofSeconds(2), () -> assertThat(run.service.waiting()).isEqualTo(1));
    run.run();

    assertThat(forChange.answeredAt()).isEqualTo(START.plus(SECOND));
    assertThat(forChange.timer()).isEqualTo(rescheduled(timer, MINUTE));
    assertThat(waiter.answeredAt()).isEqualTo(START.plus(SECOND).plus(MINUTE));
    assertThat(waiter.timer().state()).isEqualTo(TimerState.ELAPSED);
    assertThat(run.listener.elapsed).hasSize(1);
  }

  @Test
  void anOutcomeThatSomebodyElseBroughtAboutIsNotCountedHere() {
    ServiceRun run = new ServiceRun(new SharedStore(timer -> timer.outcomeAt(timer.deadline())));
    Timer timer = run.create(SECOND);
    Waiter waiter = run.await(timer.id(), MINUTE);
    run.run();
    assertThat(waiter.timer().state()).isEqualTo(TimerState.ELAPSED);
    assertThat(run.listener.elapsed).isEmpty();
  }

  @Test
  void aTimerThatIsGoneFromTheStoreEndsItsTask() {
    ServiceRun run =
        new ServiceRun(
            new DelegatingStore() {
              @Override
              public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
                return Future.ready(Optional.empty());
              }
            });
    run.create(SECOND);
    run.at(Duration.ofSeconds(2), () -> assertThat(run.stats().pending()).isEqualTo(2));
    run.run();
    assertThat(run.listener.elapsed).isEmpty();
  }

  @Test
  void theStoresAnswerIsAwaited() {
    SlowStore store = new SlowStore();
    ServiceRun run = new ServiceRun(store);
    Timer timer = run.create(SECOND);
    Waiter waiter = run.await(timer.id(), MINUTE);
    run.at(Duration.ofSeconds(3), () -> store.answer.complete(store.decided));
    run.run();
    assertThat(waiter.answeredAt()).isEqualTo(START.plusSeconds(3));
    assertThat(run.listener.elapsed).containsExactly(waiter.timer());
  }

  @Test
  void anElapseIsCountedAlsoIfACancelHearsOfItFirst() {
    SlowStore store = new SlowStore();
    ServiceRun run = new ServiceRun(store);
    Timer timer = run.create(SECOND);
    run.at(
        Duration.ofSeconds(2),
        () -> assertThat(run.cancel(timer.id()).state()).isEqualTo(TimerState.ELAPSED));
    run.at(Duration.ofSeconds(3), () -> store.answer.complete(store.decided));
    run.run();
    assertThat(run.listener.elapsed).hasSize(1);
    assertThat(run.listener.cancelled).isEmpty();
  }

  @Test
  void aStoreWhoseClockIsBehindIsNotAskedWithoutPause() {
    AtomicInteger asked = new AtomicInteger();
    ServiceRun run =
        new ServiceRun(
            new DelegatingStore() {
              @Override
              public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
                boolean enough = asked.incrementAndGet() == 10_000; // or this test would not end
                return super.elapse(id, enough ? now : now.minusMillis(50));
              }
            });
    Timer timer = run.create(SECOND);
    run.run();
    assertThat(run.find(timer.id()).state()).isEqualTo(TimerState.ELAPSED);
    assertThat(asked).hasValueLessThan(100);
  }
}
