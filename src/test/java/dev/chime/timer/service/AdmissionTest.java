package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static dev.chime.timer.service.ServiceRun.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Oneshot;
import dev.chime.async.RejectedSpawnException;
import dev.chime.async.Waker;
import dev.chime.store.InMemoryTimerStore;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Room in the executor is asked for before the store, and given back when it is not needed. */
@Timeout(60)
class AdmissionTest {

  private static final int CAPACITY = 3;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final TimerDraft DRAFT = draft(new Due.After(HOUR));
  private static final IdempotencyKey KEY =
      new IdempotencyKey(Namespace.DEFAULT, "key", "one body");
  private static final Context NOBODY = Context.from(Waker.noop());

  /** A store that creates when it is told to. */
  private static final class SlowStore extends DelegatingStore {
    final List<Timer> asked = new ArrayList<>();
    final Oneshot<Creation> answer = new Oneshot<>();

    @Override
    public Future<Creation> create(Timer timer, @Nullable IdempotencyKey key) {
      return Future.lazy(
          () -> {
            asked.add(timer);
            return answer;
          });
    }
  }

  private static ServiceRun runOn(TimerStore store) {
    return new ServiceRun(store, START, CAPACITY);
  }

  @Test
  void aFullExecutorRefusesBeforeTheStoreIsAsked() {
    SlowStore store = new SlowStore();
    ServiceRun run = runOn(store);
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(run.service.create(Namespace.DEFAULT, DRAFT).poll(NOBODY).isReady()).isFalse();
    }
    assertThatExceptionOfType(RejectedSpawnException.class)
        .isThrownBy(() -> run.create(HOUR))
        .matches(RejectedSpawnException::isFull);
    assertThat(store.asked).hasSize(CAPACITY);
    assertThat(run.listener.created).isEmpty();
  }

  @Test
  void aFullExecutorParksNobodyButStillCancels() {
    ServiceRun run = runOn(new InMemoryTimerStore());
    TimerId id = run.create(HOUR).id();
    run.await(id, HOUR);
    run.await(id, HOUR);
    assertThatExceptionOfType(RejectedSpawnException.class).isThrownBy(() -> run.await(id, HOUR));
    assertThat(run.find(id).isPending()).isTrue();
    assertThat(run.cancel(id).isPending()).isFalse();
  }

  @Test
  void aWaitThatFindsNoRoomForItsTimerFailsAndLeavesNothingBehind() {
    InMemoryTimerStore store = new InMemoryTimerStore();
    Timer timer = new ServiceRun(store).create(HOUR); // of before a restart: has no task now
    ServiceRun run = new ServiceRun(store, START, 2);
    Waiter waiter = run.await(timer.id(), HOUR);
    run.run(Duration.ofSeconds(1));
    assertThatExceptionOfType(dev.chime.async.JoinException.class)
        .isThrownBy(() -> Blocking.get(waiter.handle()))
        .withCauseInstanceOf(RejectedSpawnException.class);
    assertThat(run.service.waiting()).isZero();
    assertThat(run.armed()).isZero();
  }

  @Test
  void thereIsRoomAgainWhenATimerHasItsOutcome() {
    ServiceRun run = new ServiceRun(new InMemoryTimerStore(), START, 4);
    run.create(Duration.ofSeconds(1));
    run.create(Duration.ofSeconds(2));
    run.at(
        Duration.ofSeconds(3),
        () -> {
          run.create(Duration.ofSeconds(1));
          run.create(Duration.ofSeconds(1));
        });
    run.run();
    assertThat(run.listener.elapsed).hasSize(4);
  }

  @Test
  void aRepetitionGivesItsRoomBack() {
    ServiceRun run = runOn(new InMemoryTimerStore());
    run.create(DRAFT, KEY);
    assertThat(run.create(DRAFT, KEY)).isInstanceOf(Creation.Replayed.class);
    assertThat(
            run.create(DRAFT, new IdempotencyKey(Namespace.DEFAULT, KEY.value(), "another body")))
        .isInstanceOf(Creation.KeyReused.class);
    assertThat(run.stats().pending()).isEqualTo(1);
  }

  @Test
  void aFailureOfTheStoreGivesTheRoomBack() {
    SlowStore store = new SlowStore();
    ServiceRun run = runOn(store);
    Future<Creation> creating = run.service.create(Namespace.DEFAULT, DRAFT);
    assertThat(creating.poll(NOBODY).isReady()).isFalse();
    assertThat(run.stats().pending()).isEqualTo(1);
    store.answer.fail(new StoreException("on purpose", new IllegalStateException()));
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> creating.poll(NOBODY));
    assertThat(run.stats().pending()).isZero();
    assertThat(run.listener.created).isEmpty();
  }

  @Test
  void aStoreThatThrowsInsteadOfFailingLaterGivesTheRoomBack() {
    ServiceRun run =
        runOn(
            new DelegatingStore() {
              @Override
              public Future<Creation> create(Timer timer, @Nullable IdempotencyKey key) {
                throw new StoreException("on purpose", new IllegalStateException());
              }
            });
    Future<Creation> creating = run.service.create(Namespace.DEFAULT, DRAFT);
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> creating.poll(NOBODY));
    assertThat(run.stats().pending()).isZero();
  }

  @Test
  void givingUpOnACreationGivesTheRoomBack() {
    ServiceRun run = runOn(new SlowStore());
    Future<Creation> creating = run.service.create(Namespace.DEFAULT, DRAFT);
    assertThat(creating.poll(NOBODY).isReady()).isFalse();
    creating.drop();
    assertThat(run.stats().pending()).isZero();
    run.service.create(Namespace.DEFAULT, DRAFT).drop(); // never polled: nothing to give back
    assertThat(run.stats().pending()).isZero();
  }

  @Test
  void aClosedExecutorRefuses() {
    ServiceRun run = runOn(new InMemoryTimerStore());
    run.spawner().close();
    assertThatExceptionOfType(RejectedSpawnException.class)
        .isThrownBy(() -> run.create(HOUR))
        .matches(rejected -> !rejected.isFull());
  }
}
