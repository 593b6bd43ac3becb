package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Blocking;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How every store counts. */
interface CountsContract {

  Namespace COUNTED = new Namespace("counted");

  /** The store, empty at first. */
  TimerStore store();

  private TimerId kept(Namespace namespace, String id, Instant deadline, Duration maxLateness) {
    TimerDraft draft = new TimerDraft(new Due.At(deadline), maxLateness, null, Map.of());
    Timer timer = Timer.create(new TimerId(namespace, id), draft, TimerStoreContract.BEFORE);
    Blocking.get(store().create(timer, null));
    return timer.id();
  }

  private TimerId kept(Namespace namespace, String id, Instant deadline) {
    return kept(namespace, id, deadline, null);
  }

  private Map<TimerState, Long> counts(Namespace namespace) {
    Map<TimerState, Long> counts = new EnumMap<>(TimerState.class);
    counts.putAll(Blocking.get(store().counts(namespace)));
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  @Test
  default void eachStateOfANamespaceIsCountedAtOnce() {
    Instant now = TimerStoreContract.NOW;
    assertThat(counts(COUNTED)).isEmpty();
    for (int i = 0; i < 6; i++) {
      kept(COUNTED, "pending-" + i, now.plusSeconds(i));
    }
    kept(Namespace.DEFAULT, "another", now);
    assertThat(counts(COUNTED)).isEqualTo(Map.of(TimerState.PENDING, 6L));

    Blocking.get(store().elapse(new TimerId(COUNTED, "pending-0"), now));
    Blocking.get(store().elapse(new TimerId(COUNTED, "pending-1"), now.plusSeconds(1)));
    Blocking.get(
        store()
            .cancel(
                new TimerId(COUNTED, "pending-2"), Precondition.NONE, TimerStoreContract.BEFORE));
    TimerId late = kept(COUNTED, "late", now, Duration.ofSeconds(1));
    Blocking.get(store().elapse(late, now.plusSeconds(2)));
    assertThat(counts(COUNTED))
        .isEqualTo(
            Map.of(
                TimerState.PENDING, 3L,
                TimerState.ELAPSED, 2L,
                TimerState.CANCELLED, 1L,
                TimerState.SKIPPED, 1L));
    assertThat(counts(Namespace.DEFAULT)).isEqualTo(Map.of(TimerState.PENDING, 1L));

    Instant later = now.plusSeconds(60);
    Blocking.get(store().purge(later, later, 100));
    assertThat(counts(COUNTED)).isEqualTo(Map.of(TimerState.PENDING, 3L));
  }

  @Test
  default void thoseDueInATimeAreCountedUpToALimit() {
    Instant now = TimerStoreContract.NOW;
    for (int i = 0; i < 20; i++) {
      kept(COUNTED, "timer-" + i, now.plusMillis(i / 2));
      kept(Namespace.DEFAULT, "timer-" + i, now.plusMillis(i / 2));
    }
    assertThat(count(now, now.plusMillis(10), 100)).isEqualTo(20);
    assertThat(count(now.plusMillis(3), now.plusMillis(5), 100)).isEqualTo(4);
    assertThat(count(now.plusMillis(3), now.plusMillis(5), 3)).isEqualTo(3);
    assertThat(count(now.plusMillis(10), now.plusMillis(99), 100)).isZero();
    assertThat(count(now.plusMillis(5), now.plusMillis(5), 100)).isZero();

    Blocking.get(store().elapse(new TimerId(COUNTED, "timer-0"), now));
    assertThat(count(now, now.plusMillis(1), 100)).isEqualTo(1);
  }

  private int count(Instant from, Instant until, int limit) {
    return Blocking.get(store().countPending(COUNTED, from, until, limit));
  }
}
