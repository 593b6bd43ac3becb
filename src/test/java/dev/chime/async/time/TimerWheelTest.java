package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class TimerWheelTest {

  private static final long HORIZON = 1L << 36;

  private final TimerWheel wheel = new TimerWheel(0);
  private final List<Long> fired = new ArrayList<>();

  @Test
  void emptyHasNothingToDo() {
    assertThat(wheel.size()).isZero();
    assertThat(wheel.nextTick()).isEqualTo(TimerWheel.NEVER);
    assertThat(advance(1_000_000)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        1,
        63,
        64,
        65,
        4_095,
        4_096,
        1L << 18,
        (1L << 24) - 1,
        1L << 30,
        HORIZON - 1,
        HORIZON,
        HORIZON + 1,
        5 * HORIZON + 77,
        1L << 50
      })
  void firesAtTheDeadlineAndNotATickBefore(long deadline) {
    insert(deadline);

    advance(deadline - 1);
    assertThat(fired).isEmpty();
    assertThat(wheel.size()).isOne();
    advance(deadline);

    assertThat(fired).containsExactly(deadline);
    assertThat(wheel.size()).isZero();
    assertThat(wheel.nextTick()).isEqualTo(TimerWheel.NEVER);
  }

  @Test
  void firesWhatIsDueAtOnceWithoutTimePassing() {
    wheel.advance(100, Integer.MAX_VALUE, this::fire);
    insert(100);
    insert(5);

    assertThat(wheel.nextTick()).isEqualTo(100);
    advance(100);

    assertThat(fired).containsExactlyInAnyOrder(100L, 5L);
  }

  @Test
  void nextTickIsExactWithin64TicksAndNeverLateBeyond() {
    insert(40);
    assertThat(wheel.nextTick()).isEqualTo(40);

    WheelTimer first = insert(7);
    assertThat(wheel.nextTick()).isEqualTo(7);
    first.drop();
    assertThat(wheel.nextTick()).isEqualTo(7); // known to be too early once it is looked at
    advance(7);
    assertThat(fired).isEmpty();
    assertThat(wheel.nextTick()).isEqualTo(40);

    advance(40);
    insert(1_000);
    assertThat(wheel.nextTick()).isEqualTo(960); // where the slot begins
    advance(960);
    assertThat(fired).containsExactly(40L);
    assertThat(wheel.nextTick()).isEqualTo(1_000);
  }

  @Test
  void firesInTheOrderOfDeadlinesAcrossLevels() {
    List<Long> deadlines = List.of(70_000L, 3L, 64L, 5_000L, 63L, 300_000L, 4_096L, HORIZON + 5);
    deadlines.forEach(this::insert);

    advance(HORIZON * 2);

    assertThat(fired).containsExactlyElementsOf(deadlines.stream().sorted().toList());
  }

  @Test
  void stopsWhenTheBudgetIsUsedUpAndGoesOnFromThere() {
    for (int i = 0; i < 10; i++) {
      insert(5);
    }

    assertThat(wheel.advance(1_000, 4, this::fire)).isEqualTo(4);
    assertThat(fired).hasSize(4);
    assertThat(wheel.nextTick()).isEqualTo(5);
    assertThat(wheel.advance(1_000, 4, this::fire)).isEqualTo(4);
    assertThat(wheel.advance(1_000, 4, this::fire)).isEqualTo(2);

    assertThat(fired).hasSize(10);
  }

  @Test
  void dealingOutTakesFromTheBudgetToo() {
    for (int i = 0; i < 10; i++) {
      insert(100);
    }

    assertThat(wheel.advance(99, 6, this::fire)).isEqualTo(6);
    assertThat(wheel.advance(99, 6, this::fire)).isEqualTo(4);
    assertThat(fired).isEmpty();
    assertThat(wheel.size()).isEqualTo(10);
    assertThat(wheel.nextTick()).isEqualTo(100);
  }

  @Test
  void firesWhatACallbackInsertsAsDue() {
    insert(10);

    wheel.advance(
        30,
        Integer.MAX_VALUE,
        timer -> {
          if (((WheelTimer) timer).deadline == 10) {
            insert(20);
          }
          fire(timer);
        });

    assertThat(fired).containsExactly(10L, 20L);
  }

  @Test
  void timeThatGoesBackFiresNothingAndLosesNothing() {
    insert(10);
    insert(20);
    advance(15);

    advance(3);
    insert(16);
    assertThat(advance(0)).isZero();
    advance(20);

    assertThat(fired).containsExactly(10L, 16L, 20L);
  }

  @Test
  void timeThatGoesBackByALevelFiresNothingEarly() {
    insert(70);
    advance(64); // deals it out to level 0

    advance(0);
    advance(6);

    assertThat(fired).isEmpty();
    advance(70);
    assertThat(fired).containsExactly(70L);
  }

  @Test
  void timeThatGoesBackWhileASlotIsWorkedOffLosesNothing() {
    List<Long> deadlines = new ArrayList<>();
    for (int i = 0; i < 4 * TimerList.Chunk.SIZE; i++) {
      deadlines.add(4_096L + 10L * (i % 7));
      insert(deadlines.getLast());
    }
    wheel.advance(4_095, TimerList.Chunk.SIZE, this::fire); // a part cascades ahead of time
    assertThat(wheel.advance(4_096, 1, this::fire)).isOne(); // the rest begins to

    advance(4_000);
    assertThat(wheel.nextTick()).isEqualTo(4_096);
    advance(4_200);

    assertThat(fired).containsExactlyElementsOf(deadlines.stream().sorted().toList());
  }

  @Test
  void countsADropOnce() {
    WheelTimer timer = insert(10);
    insert(20);
    timer.drop();
    timer.drop();

    assertThat(wheel.size()).isOne();
    advance(30);

    assertThat(fired).containsExactly(20L);
    assertThat(wheel.size()).isZero();
  }

  @Test
  void keepsNoMoreDroppedTimersThanOthersAndSomeSlack() {
    WheelInspector inspector = new WheelInspector(wheel);
    List<WheelTimer> timers = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      timers.add(insert(1 + i * 37L));
      if (i % 10 != 0) {
        timers.get(i).drop();
      }
      assertThat(inspector.held()).isLessThan(2 * wheel.size() + 2_000);
    }
    inspector.check();
    advance(37 * 100_000);

    assertThat(fired).hasSize(10_000).isSorted();
  }

  @Test
  void sweepsAwayAllThatIsDropped() {
    WheelInspector inspector = new WheelInspector(wheel);
    for (int i = 0; i < 5_000; i++) {
      insert(i * 1_000L).drop();
    }
    WheelTimer last = insert(77);

    wheel.sweep(Integer.MAX_VALUE);

    assertThat(inspector.held()).isOne();
    inspector.check();
    last.drop();
    wheel.sweep(Integer.MAX_VALUE);
    assertThat(inspector.held()).isZero();
    assertThat(wheel.nextTick()).isEqualTo(TimerWheel.NEVER);
  }

  private WheelTimer insert(long deadline) {
    return WheelTimer.in(wheel, deadline);
  }

  private int advance(long tick) {
    return wheel.advance(tick, Integer.MAX_VALUE, this::fire);
  }

  private void fire(WheelEntry timer) {
    assertThat(timer.fire()).isTrue();
    fired.add(((WheelTimer) timer).deadline);
  }
}
