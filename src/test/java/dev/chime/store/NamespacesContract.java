package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In every store, a namespace shows nothing of any other. */
interface NamespacesContract {

  Namespace A = new Namespace("a");
  Namespace B = new Namespace("b");

  /** The store, empty at first. */
  TimerStore store();

  private static Timer timer(Namespace namespace, String id) {
    return Timer.create(
        new TimerId(namespace, id),
        new TimerDraft(
            new Due.At(TimerStoreContract.NOW), null, namespace.name(), Map.of("k", "v")),
        TimerStoreContract.NOW);
  }

  private Timer kept(Namespace namespace, String id) {
    Timer timer = timer(namespace, id);
    assertThat(Blocking.get(store().put(timer, "fingerprint")))
        .isEqualTo(new Creation.Created(timer));
    return timer;
  }

  @Test
  default void theSameIdIsAnotherTimerInAnotherNamespace() {
    Instant now = TimerStoreContract.NOW;
    Timer a = kept(A, "same");
    Timer b = kept(B, "same");
    Timer third = kept(new Namespace("c"), "same");
    assertThat(Blocking.get(store().elapse(a.id(), now)))
        .contains(new Decision.Changed(a.outcomeAt(now)));
    Amendment later = new Amendment(new Due.After(Duration.ofHours(1)), "[2]", null);
    Blocking.get(store().amend(b.id(), later, Precondition.NONE, TimerStoreContract.BEFORE));
    assertThat(Blocking.get(store().find(a.id()))).contains(a.outcomeAt(now));
    assertThat(Blocking.get(store().find(b.id())))
        .contains(b.amended(later, TimerStoreContract.BEFORE));
    Blocking.get(store().cancel(b.id(), Precondition.NONE, TimerStoreContract.BEFORE));
    assertThat(Blocking.get(store().find(third.id()))).contains(third);
    assertThat(Blocking.get(store().find(new TimerId(Namespace.DEFAULT, "same")))).isEmpty();
  }

  @Test
  default void anIdempotencyKeyIsKnownInItsNamespaceOnly() {
    IdempotencyKey key = new IdempotencyKey(A, "key", "body");
    Timer first = timer(A, "1");
    Blocking.get(store().create(first, key));
    Timer others = timer(B, "2");
    assertThat(Blocking.get(store().create(others, new IdempotencyKey(B, "key", "other"))))
        .isEqualTo(new Creation.Created(others));
    assertThat(Blocking.get(store().create(timer(A, "3"), key)))
        .isEqualTo(new Creation.Replayed(first));
  }

  @Test
  default void listsAreOfOneNamespace() {
    Timer a1 = kept(A, "1");
    Timer a2 = kept(A, "2");
    Timer b = kept(B, "1");
    List<Map.Entry<String, String>> byLabel = List.of(Map.entry("k", "v"));
    Instant earlier = TimerStoreContract.NOW.minusMillis(1);
    for (EnumSet<TimerState> states :
        List.of(EnumSet.allOf(TimerState.class), EnumSet.of(TimerState.PENDING))) {
      assertThat(list(A, states, List.of(), null)).containsExactly(a1, a2);
      assertThat(list(A, states, byLabel, null)).containsExactly(a1, a2);
      assertThat(list(A, states, List.of(), earlier)).containsExactly(a1, a2);
      assertThat(list(B, states, List.of(), null)).containsExactly(b);
      assertThat(list(B, states, byLabel, null)).containsExactly(b);
      assertThat(list(B, states, List.of(), earlier)).containsExactly(b);
      assertThat(list(Namespace.DEFAULT, states, List.of(), null)).isEmpty();
    }
  }

  private List<Timer> list(
      Namespace namespace,
      EnumSet<TimerState> states,
      List<Map.Entry<String, String>> labels,
      @Nullable Instant dueAfter) {
    TimerQuery query = new TimerQuery(namespace, states, labels, dueAfter, null, null, 10);
    return Blocking.get(store().list(query)).timers();
  }

  @Test
  default void whatIsDueIsReadOfAllNamespacesInOrder() {
    Timer b1 = kept(B, "1");
    Timer a2 = kept(A, "2");
    Timer b2 = kept(B, "2");
    Timer a1 = kept(A, "1");
    Instant now = TimerStoreContract.NOW;
    assertThat(Blocking.get(store().pending(now, null, now.plusMillis(1), 3)))
        .containsExactly(a1, a2, b1);
    assertThat(Blocking.get(store().pending(now, a2.id(), now.plusMillis(1), 3)))
        .containsExactly(b1, b2);
  }

  @Test
  default void aPurgeForgetsThoseOfAllNamespaces() {
    Instant now = TimerStoreContract.NOW;
    for (Namespace namespace : List.of(A, B)) {
      Blocking.get(
          store()
              .cancel(kept(namespace, "same").id(), Precondition.NONE, TimerStoreContract.BEFORE));
      kept(namespace, "pending");
    }
    assertThat(Blocking.get(store().purge(now.plusMillis(1), now, 10))).isEqualTo(2);
    for (Namespace namespace : List.of(A, B)) {
      assertThat(Blocking.get(store().find(new TimerId(namespace, "same")))).isEmpty();
      assertThat(Blocking.get(store().find(new TimerId(namespace, "pending")))).isPresent();
    }
  }

  @Test
  default void keysAndOutcomesAreForgottenEachInTheirTime() {
    Instant now = TimerStoreContract.NOW;
    IdempotencyKey key = new IdempotencyKey(A, "key", "body");
    Timer timer = timer(A, "1");
    Blocking.get(store().create(timer, key));
    Blocking.get(store().elapse(timer.id(), now));
    assertThat(Blocking.get(store().purge(now.plusMillis(1), now, 10))).isEqualTo(1);
    assertThat(Blocking.get(store().find(timer.id()))).isEmpty();
    assertThat(Blocking.get(store().create(timer(A, "2"), key))) // though its timer is gone
        .isEqualTo(new Creation.Replayed(timer));
    assertThat(Blocking.get(store().purge(now, now.plusMillis(1), 10))).isEqualTo(1);
    assertThat(Blocking.get(store().create(timer(A, "2"), key)))
        .isInstanceOf(Creation.Created.class);
  }
}
