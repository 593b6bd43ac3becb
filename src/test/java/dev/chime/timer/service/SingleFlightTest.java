package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.async.Context;
import dev.chime.async.Future;
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
    Future<Creation> creating = run.service.create(Namespace.DEFAULT, DRAFT, KEY);
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
    Future<Creation> second = run.service.create(Namespace.DEFAULT, DRAFT, KEY);
    assertThat(second.poll(NOBODY).isReady()).isTrue();
    second.drop();
    run.service.create(Namespace.DEFAULT, DRAFT, KEY).drop(); // never polled
    assertThat(run.create(DRAFT, KEY)).isEqualTo(new Creation.InFlight());
  }
}
