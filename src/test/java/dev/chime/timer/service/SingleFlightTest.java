package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.JoinHandle;
import dev.chime.async.Oneshot;
import dev.chime.async.Unit;
import dev.chime.async.Waker;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request that comes again while the first is still at the store. */
@Timeout(60)
class SingleFlightTest {

  private static final TimerDraft DRAFT = ServiceRun.draft(new Due.After(Duration.ofHours(1)));
  private static final IdempotencyKey KEY = new IdempotencyKey(Namespace.DEFAULT, "key", "body");
  private static final Context NOBODY = Context.from(Waker.noop());

  /** A store that takes its time for the first creation. */
  private static final class SlowStore extends DelegatingStore {
    final Oneshot<Unit> goOn = new Oneshot<>();
    private boolean asked;

    @Override
    public Future<Creation> create(Timer timer, @Nullable IdempotencyKey key) {
      boolean first = !asked;
      asked = true;
      return first ? goOn.then(done -> super.create(timer, key)) : super.create(timer, key);
    }
  }

  private final SlowStore store = new SlowStore();
  private final ServiceRun run = new ServiceRun(store);

  private Future<Creation> begun() {
    Future<Creation> creating = run.service.create(DRAFT, KEY, Duration.ZERO);
    assertThat(creating.poll(NOBODY).isReady()).isFalse();
    return creating;
  }

  @Test
  void itIsToldSoUntilTheFirstIsAnswered() {
    Future<Creation> first = begun();
    assertThat(run.create(DRAFT, KEY)).isEqualTo(new Creation.InFlight());
    assertThat(run.create(DRAFT, new IdempotencyKey(Namespace.DEFAULT, "key", "another body")))
        .isEqualTo(new Creation.InFlight()); // which it is, is known when the first is stored
    store.goOn.complete(Unit.UNIT);
    Timer timer = ((Creation.Created) Blocking.get(first)).timer();
    assertThat(run.create(DRAFT, KEY)).isEqualTo(new Creation.Replayed(timer));
    assertThat(run.listener.created).containsExactly(timer);
    assertThat(run.stats().pending()).isEqualTo(1);
  }

  @Test
  void othersKeysAreNotAffected() {
    begun();
    assertThat(run.create(DRAFT, new IdempotencyKey(new Namespace("other"), "key", "body")))
        .isInstanceOf(Creation.Created.class);
    assertThat(run.create(DRAFT, new IdempotencyKey(Namespace.DEFAULT, "other", "body")))
        .isInstanceOf(Creation.Created.class);
    assertThat(run.create(DRAFT, null)).isInstanceOf(Creation.Created.class);
  }

  @Test
  void aFailureGivesTheKeyFree() {
    Future<Creation> first = begun();
    store.goOn.fail(new StoreException("on purpose", null));
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> first.poll(NOBODY));
    assertThat(run.create(DRAFT, KEY)).isInstanceOf(Creation.Created.class);
  }

  @Test
  void givingUpGivesTheKeyFree() {
    begun().drop();
    assertThat(run.create(DRAFT, KEY)).isInstanceOf(Creation.Created.class);
  }

  @Test
  void whoWasToldSoGivesNobodysKeyFree() {
    begun();
    Future<Creation> second = run.service.create(DRAFT, KEY, Duration.ZERO);
    assertThat(second.poll(NOBODY).isReady()).isTrue();
    second.drop();
    run.service.create(DRAFT, KEY, Duration.ZERO).drop(); // never polled
    assertThat(run.create(DRAFT, KEY)).isEqualTo(new Creation.InFlight());
  }

  private static final Duration WAIT = Duration.ofSeconds(30);

  private final List<Creation> answers = new ArrayList<>();
  private final List<Instant> answeredAt = new ArrayList<>();

  /** Has one more request wait, on the shard. */
  private JoinHandle<Creation> waiting(IdempotencyKey key) {
    return run.spawner()
        .spawn(
            run.service
                .create(DRAFT, key, WAIT)
                .map(
                    creation -> {
                      answers.add(creation);
                      answeredAt.add(run.clock.instant());
                      return creation;
                    }));
  }

  @Test
  void theOthersWaitForTheFirstAndReplayIt() {
    Future<Creation> first = begun();
    for (int i = 0; i < 40; i++) {
      waiting(KEY);
    }
    run.at(
        Duration.ofSeconds(5),
        () -> {
          assertThat(answers).isEmpty();
          assertThat(run.service.waiting()).isEqualTo(40);
          store.goOn.complete(Unit.UNIT);
          assertThat(first.poll(NOBODY).isReady()).isTrue();
        });
    run.run(Duration.ofSeconds(10));
    Timer timer = run.listener.created.getFirst();
    assertThat(answers).hasSize(40).containsOnly(new Creation.Replayed(timer));
    assertThat(answeredAt).containsOnly(ServiceRun.START.plusSeconds(5));
    assertThat(run.listener.created).hasSize(1);
    assertThat(run.service.waiting()).isZero();
  }

  @Test
  void whoAsksForSomethingElseIsToldSoThen() {
    Future<Creation> first = begun();
    waiting(new IdempotencyKey(Namespace.DEFAULT, "key", "another body"));
    run.at(
        Duration.ofSeconds(5),
        () -> {
          store.goOn.complete(Unit.UNIT);
          assertThat(first.poll(NOBODY).isReady()).isTrue();
        });
    run.run(Duration.ofSeconds(10));
    assertThat(answers).containsExactly(new Creation.KeyReused());
  }

  @Test
  void ifTheFirstTakesTooLongTheOthersAreToldThatItIsInFlight() {
    run.at(Duration.ofSeconds(40), begun()::drop);
    waiting(KEY);
    run.run(Duration.ofMinutes(1));
    assertThat(answers).containsExactly(new Creation.InFlight());
    assertThat(answeredAt).containsExactly(ServiceRun.START.plus(WAIT));
    assertThat(run.service.waiting()).isZero();
  }

  @Test
  void ifTheFirstFailsTheOthersAreToldToTryAgain() {
    Future<Creation> first = begun();
    waiting(KEY);
    run.at(
        Duration.ofSeconds(5),
        () -> {
          store.goOn.fail(new StoreException("on purpose", null));
          assertThatExceptionOfType(StoreException.class).isThrownBy(() -> first.poll(NOBODY));
          waiting(KEY); // and who comes later is let through
        });
    run.run(Duration.ofSeconds(10));
    assertThat(answers).first().isEqualTo(new Creation.InFlight());
    assertThat(answers).last().isInstanceOf(Creation.Created.class);
    assertThat(answeredAt).containsOnly(ServiceRun.START.plusSeconds(5));
    assertThat(run.service.waiting()).isZero();
  }

  @Test
  void whoGivesUpLeavesNothingBehind() {
    Future<Creation> first = begun();
    JoinHandle<Creation> second = waiting(KEY);
    run.at(Duration.ofSeconds(1), second::cancel);
    run.at(
        Duration.ofSeconds(2),
        () -> {
          assertThat(run.service.waiting()).isZero();
          assertThat(run.armed()).isEqualTo(1); // the end of this run
          first.drop();
        });
    run.run(Duration.ofSeconds(10));
    assertThat(answers).isEmpty();
  }

  @Test
  void theEndOfTheServiceEndsTheWait() {
    run.at(Duration.ofSeconds(3), begun()::drop);
    waiting(KEY);
    run.at(Duration.ofSeconds(1), run.service::endWaits);
    run.at(Duration.ofSeconds(2), () -> waiting(KEY));
    run.run(Duration.ofSeconds(10));
    assertThat(answers).hasSize(2).containsOnly(new Creation.InFlight());
    assertThat(answeredAt)
        .containsExactly(ServiceRun.START.plusSeconds(1), ServiceRun.START.plusSeconds(2));
  }

  @Test
  void noMoreWaitThanMay() {
    ServiceRun few = new ServiceRun(store, new WaiterLimits(1, namespace -> 1));
    Future<Creation> first = few.service.create(DRAFT, KEY, WAIT);
    assertThat(first.poll(NOBODY).isReady()).isFalse();
    Future<Creation> second = few.service.create(DRAFT, KEY, WAIT);
    assertThat(second.poll(NOBODY).isReady()).isFalse();
    assertThat(Blocking.get(few.service.create(DRAFT, KEY, WAIT)))
        .isEqualTo(new Creation.InFlight());
    second.drop();
    assertThat(few.service.waiting()).isZero();
  }
}
