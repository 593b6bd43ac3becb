package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.async.Future;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Precondition;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that fails for a while delays timers; it never loses one. */
@Timeout(60)
class StoreTroubleTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A store that can be out of order. */
  private static final class BrokenStore extends DelegatingStore {
    boolean broken;
    int failed;

    private <T> Future<T> unlessBroken(Future<T> future) {
      return Future.lazy(() -> broken ? failed() : future);
    }

    private <T> Future<T> failed() {
      failed++;
      return failing();
    }

    @Override
    public Future<Creation> create(Timer timer, @Nullable IdempotencyKey key) {
      return unlessBroken(super.create(timer, key));
    }

    @Override
    public Future<Optional<Timer>> find(TimerId id) {
      return unlessBroken(super.find(id));
    }

    @Override
    public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
      return unlessBroken(super.elapse(id, now));
    }

    @Override
    public Future<Optional<Decision>> cancel(TimerId id, Precondition precondition, Instant now) {
      return unlessBroken(super.cancel(id, precondition, now));
    }
  }

  private final BrokenStore store = new BrokenStore();
  private final ServiceRun run = new ServiceRun(store);

  private void breakFrom(Duration from, Duration until) {
    run.at(from, () -> store.broken = true);
    run.at(until, () -> store.broken = false);
  }

  @Test
  void aTimerElapsesSoonAfterTheStoreIsBack() {
    Timer timer = run.create(SECOND);
    Waiter waiter = run.await(timer.id(), MINUTE);
    breakFrom(Duration.ofMillis(500), Duration.ofSeconds(30));
    run.run();

    assertThat(waiter.timer().state()).isEqualTo(TimerState.ELAPSED);
    assertThat(waiter.answeredAt()).isBetween(START.plusSeconds(30), START.plusSeconds(31));
    assertThat(waiter.timer().lateness()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
    assertThat(run.listener.elapsed).containsExactly(waiter.timer());
    assertThat(run.armed()).isZero();
  }

  @Test
  void theStoreIsNotAskedWithoutPauseWhileItFails() {
    run.create(SECOND);
    breakFrom(Duration.ofMillis(500), Duration.ofSeconds(30));
    run.run();
    assertThat(run.stats().polled()).isBetween(30L, 1_000L);
  }

  @Test
  void aWaitThatEndsMeanwhileFailsAndOthersGoOn() {
    Timer timer = run.create(SECOND);
    Waiter tooShort = run.await(timer.id(), Duration.ofSeconds(10));
    Waiter longEnough = run.await(timer.id(), MINUTE);
    breakFrom(Duration.ofMillis(500), Duration.ofSeconds(30));
    run.run();

    assertThatExceptionOfType(dev.chime.async.JoinException.class)
        .isThrownBy(() -> Blocking.get(tooShort.handle()))
        .withCauseInstanceOf(StoreException.class);
    assertThat(longEnough.timer().state()).isEqualTo(TimerState.ELAPSED);
    assertThat(run.service.waiting()).isZero();
  }

  @Test
  void aTimerThatCannotBeReadIsReadLater() {
    Timer timer = new ServiceRun(store).create(SECOND); // of before a restart
    store.broken = true;
    Waiter waiter = run.await(timer.id(), MINUTE);
    run.at(Duration.ofSeconds(30), () -> store.broken = false);
    run.run();
    assertThat(waiter.timer().state()).isEqualTo(TimerState.ELAPSED);
    assertThat(waiter.answeredAt()).isBetween(START.plusSeconds(30), START.plusSeconds(31));
  }

  @Test
  void aTimerThatCannotBeReadAgainIsReadLaterAndNotWithoutPause() {
    Timer timer = run.create(MINUTE);
    Waiter waiter = run.await(timer.id(), MINUTE);
    breakFrom(SECOND, Duration.ofSeconds(10));
    run.at(SECOND, run.service.live::rereadAll);
    run.at(
        Duration.ofSeconds(10), // behind the service's back
        () -> Blocking.get(store.cancel(timer.id(), Precondition.NONE, run.clock.instant())));
    long[] polled = new long[1];
    run.at(Duration.ofSeconds(2), () -> polled[0] = run.stats().polled());
    run.at(
        Duration.ofSeconds(9),
        () -> assertThat(run.stats().polled() - polled[0]).isBetween(5L, 50L));
    run.run();
    assertThat(waiter.timer().state()).isEqualTo(TimerState.CANCELLED);
    assertThat(waiter.answeredAt()).isBetween(START.plusSeconds(10), START.plusSeconds(11));
    assertThat(store.failed).isBetween(5, 50);
  }

  @Test
  void whatCannotBeStoredIsNotCreated() {
    store.broken = true;
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> run.create(SECOND));
    store.broken = false;
    run.run();
    assertThat(run.listener.created).isEmpty();
    assertThat(run.listener.elapsed).isEmpty();
  }

  @Test
  void whatCannotBeCancelledElapses() {
    Timer timer = run.create(SECOND);
    store.broken = true;
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> run.cancel(timer.id()));
    store.broken = false;
    run.run();
    assertThat(run.find(timer.id()).state()).isEqualTo(TimerState.ELAPSED);
    assertThat(run.listener.cancelled).isEmpty();
  }

  @Test
  void aCancelDuringThePauseComesTooLate() {
    Timer timer = run.create(SECOND);
    breakFrom(Duration.ofMillis(999), Duration.ofMillis(1_050));
    run.at(
        Duration.ofMillis(1_060),
        () -> {
          run.cancel(timer.id());
          run.at(Duration.ZERO, () -> assertThat(run.armed()).isEqualTo(1)); // the test's end
        });
    run.run();
    assertThat(run.listener.elapsed).hasSize(1);
    assertThat(run.listener.cancelled).isEmpty();
  }

  @Test
  void aTimerOutlivesAStoreThatFailsUnexpectedly() {
    ServiceRun unlucky =
        new ServiceRun(
            new DelegatingStore() {
              boolean failed;

              @Override
              public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
                if (!failed) {
                  failed = true;
                  throw new IllegalStateException("a bug in the store");
                }
                return super.elapse(id, now);
              }
            });
    Timer timer = unlucky.create(SECOND);
    unlucky.run();
    assertThat(unlucky.find(timer.id()).state()).isEqualTo(TimerState.ELAPSED);
  }
}
