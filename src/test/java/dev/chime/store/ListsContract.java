package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Amendment;
import dev.chime.timer.Blocking;
import dev.chime.timer.ListOrder;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import dev.chime.timer.Timers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store lists. */
interface ListsContract {

  Set<TimerState> ALL = EnumSet.allOf(TimerState.class);
  Map.Entry<String, String> EVEN = Map.entry("parity", "even");
  Map.Entry<String, String> THIRD = Map.entry("third", "yes");
  int COUNT = 60;

  /** The store, empty at first. */
  TimerStore store();

  /** Creates timers with various labels, outcomes and deadlines. Returns them in order of ids. */
  private List<Timer> kept() {
    Instant now = TimerStoreContract.NOW;
    List<Timer> timers = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      Map<String, String> labels =
          Map.of("parity", i % 2 == 0 ? "even" : "odd", "third", i % 3 == 0 ? "yes" : "no");
      Instant deadline = now.minusMillis(i / 4);
      Timer timer = Timers.pending(String.format("timer-%03d", i), deadline, now, null, labels);
      Blocking.get(store().create(timer, null));
      timers.add(
          switch (i % 5) {
            case 0 -> Blocking.get(store().elapse(timer.id(), now)).orElseThrow().timer();
            case 1 ->
                Blocking.get(
                        store().cancel(timer.id(), Precondition.NONE, TimerStoreContract.BEFORE))
                    .orElseThrow()
                    .timer();
            default -> timer;
          });
    }
    return timers;
  }

  private List<Timer> list(
      Set<TimerState> states,
      List<Map.Entry<String, String>> labels,
      @Nullable Instant dueAfter,
      @Nullable Instant dueBefore) {
    List<Timer> listed = list(states, labels, "", dueAfter, dueBefore, ListOrder.ASCENDING);
    assertThat(list(states, labels, "", dueAfter, dueBefore, ListOrder.DESCENDING))
        .isEqualTo(listed.reversed());
    return listed;
  }

  /** A whole list, read several times in pages of different sizes. */
  private List<Timer> list(
      Set<TimerState> states,
      List<Map.Entry<String, String>> labels,
      String idPrefix,
      @Nullable Instant dueAfter,
      @Nullable Instant dueBefore,
      ListOrder order) {
    List<Timer> listed = null;
    for (int limit : new int[] {1, 7, COUNT, 1_000}) {
      TimerQuery query =
          new TimerQuery(
              Namespace.DEFAULT,
              states,
              labels,
              null,
              idPrefix,
              dueAfter,
              dueBefore,
              order,
              null,
              limit);
      List<Timer> inPages = new ArrayList<>();
      TimerQuery.@Nullable Position next = null;
      do {
        TimerQuery.Page page = Blocking.get(store().list(query.from(next)));
        assertThat(page.timers()).hasSizeLessThanOrEqualTo(limit);
        inPages.addAll(page.timers());
        next = page.next();
      } while (next != null);
      assertThat(listed == null ? inPages : listed).isEqualTo(inPages);
      listed = inPages;
    }
    return listed == null ? List.of() : listed;
  }

  @Test
  default void allAreListedInTheOrderOfTheirIds() {
    assertThat(list(ALL, List.of(), null, null)).isEmpty();
    assertThat(kept()).isEqualTo(list(ALL, List.of(), null, null));
  }

  @Test
  default void thoseWhoseIdsBeginTheSameAreListed() {
    List<Timer> kept = kept();
    Instant after = TimerStoreContract.NOW.minusMillis(10);
    for (ListOrder order : ListOrder.values()) {
      for (String prefix : List.of("t", "timer-", "timer-0", "timer-03", "timer-030", "timer-1")) {
        List<Timer> expected =
            kept.stream().filter(timer -> timer.id().value().startsWith(prefix)).toList();
        assertThat(list(ALL, List.of(), prefix, null, null, order))
            .isEqualTo(order == ListOrder.ASCENDING ? expected : expected.reversed());
      }
      assertThat(list(Set.of(TimerState.PENDING), List.of(EVEN), "timer-03", null, null, order))
          .hasSize(3)
          .allMatch(timer -> timer.isPending() && has(timer, EVEN))
          .allMatch(timer -> timer.id().value().startsWith("timer-03"));
      assertThat(list(ALL, List.of(), "timer-0", after, null, order)).hasSize(40);
      assertThat(list(ALL, List.of(), "timer-04", after, null, order)).isEmpty();
      for (String prefix : List.of("timer-0300", "a", "~", "timer.", "-", "timer")) {
        assertThat(list(ALL, List.of(), prefix, null, null, order))
            .hasSize(prefix.equals("timer") ? COUNT : 0);
      }
    }
  }

  @Test
  default void theLastPageSaysThatItIsTheLast() {
    kept();
    TimerQuery query = new TimerQuery(Namespace.DEFAULT, ALL, List.of(), null, null, null, COUNT);
    assertThat(Blocking.get(store().list(query)).next()).isNull();
  }

  @Test
  default void thoseOfSomeStatesAreListed() {
    List<Timer> kept = kept();
    for (TimerState state : TimerState.values()) {
      assertThat(list(Set.of(state), List.of(), null, null))
          .isEqualTo(kept.stream().filter(timer -> timer.state() == state).toList());
    }
    assertThat(list(Set.of(TimerState.PENDING, TimerState.CANCELLED), List.of(), null, null))
        .isEqualTo(kept.stream().filter(timer -> timer.state() != TimerState.ELAPSED).toList());
  }

  @Test
  default void thoseOfALabelAreListed() {
    List<Timer> kept = kept();
    assertThat(list(ALL, List.of(EVEN), null, null))
        .hasSize(COUNT / 2)
        .isEqualTo(kept.stream().filter(timer -> has(timer, EVEN)).toList());
    assertThat(list(Set.of(TimerState.PENDING), List.of(THIRD), null, null))
        .isEqualTo(kept.stream().filter(timer -> timer.isPending() && has(timer, THIRD)).toList());
    assertThat(list(ALL, List.of(Map.entry("parity", "yes")), null, null)).isEmpty();
    assertThat(list(ALL, List.of(Map.entry("third", "")), null, null)).isEmpty();
  }

  @Test
  default void thoseThatHaveAllOfSeveralLabelsAreListed() {
    List<Timer> both =
        kept().stream().filter(timer -> has(timer, EVEN) && has(timer, THIRD)).toList();
    assertThat(list(ALL, List.of(EVEN, THIRD), null, null)).hasSize(COUNT / 6).isEqualTo(both);
    assertThat(list(ALL, List.of(THIRD, EVEN), null, null)).isEqualTo(both);
    assertThat(list(ALL, List.of(EVEN, Map.entry("parity", "odd")), null, null)).isEmpty();
  }

  private static boolean has(Timer timer, Map.Entry<String, String> label) {
    return label.getValue().equals(timer.labels().get(label.getKey()));
  }

  @Test
  default void thoseDueBetweenAreListedInTheOrderOfTheirDeadlines() {
    List<Timer> kept = kept();
    Instant after = TimerStoreContract.NOW.minusMillis(10);
    Instant before = TimerStoreContract.NOW.minusMillis(5);
    List<Timer> between =
        kept.stream()
            .filter(timer -> timer.deadline().isAfter(after) && timer.deadline().isBefore(before))
            .sorted(StoreModel.BY_DEADLINE)
            .toList();
    assertThat(list(ALL, List.of(), after, before)).hasSize(16).isEqualTo(between);
    assertThat(list(ALL, List.of(), after.plusNanos(1), before.plusNanos(-1))).isEqualTo(between);
    assertThat(list(ALL, List.of(), null, before)).hasSize(36).containsAll(between);
    assertThat(list(ALL, List.of(), after, null)).hasSize(40).containsAll(between);
    assertThat(list(Set.of(TimerState.PENDING), List.of(), after, before))
        .isEqualTo(between.stream().filter(Timer::isPending).toList());
    assertThat(list(ALL, List.of(), before, after)).isEmpty();
  }

  @Test
  default void thoseOfALabelDueBetweenAreListedInTheOrderOfTheirIds() {
    List<Timer> kept = kept();
    Instant after = TimerStoreContract.NOW.minusMillis(10);
    assertThat(list(ALL, List.of(EVEN), after, null))
        .hasSize(20)
        .isEqualTo(
            kept.stream()
                .filter(timer -> timer.deadline().isAfter(after) && has(timer, EVEN))
                .toList());
  }

  @Test
  default void aTimerIsListedByTheLabelsThatItHasNow() {
    Instant now = TimerStoreContract.NOW;
    Timer timer = TimerStoreContract.timer("a", now);
    Blocking.get(store().create(timer, null));
    Amendment relabelled = new Amendment(null, null, Map.of("k", "w", "l", "v"));
    Blocking.get(
        store().amend(timer.id(), relabelled, Precondition.NONE, TimerStoreContract.BEFORE));
    Timer amended = timer.amended(relabelled, TimerStoreContract.BEFORE);
    assertThat(list(ALL, List.of(Map.entry("k", "v")), null, null)).isEmpty();
    assertThat(list(ALL, List.of(Map.entry("k", "w")), null, null)).containsExactly(amended);
    Blocking.get(store().elapse(timer.id(), now));
    assertThat(list(Set.of(TimerState.PENDING), List.of(Map.entry("l", "v")), null, null))
        .isEmpty();
    assertThat(list(Set.of(TimerState.ELAPSED), List.of(Map.entry("l", "v")), null, null))
        .containsExactly(amended.outcomeAt(now));
    Blocking.get(store().purge(now.plusMillis(1), now, 10));
    assertThat(list(ALL, List.of(Map.entry("l", "v")), null, null)).isEmpty();
    Blocking.get(store().create(timer, null)); // nothing is left of the old one
    assertThat(list(ALL, List.of(Map.entry("l", "v")), null, null)).isEmpty();
    assertThat(list(ALL, List.of(Map.entry("k", "v")), null, null)).containsExactly(timer);
  }

  @Test
  default void aListHasEachUntouchedTimerOnceWhateverOthersDo()
      throws InterruptedException, ExecutionException {
    ListRace.run(store());
  }
}
