package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The wheel against a sorted multiset, from all ticks where something may turn over. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TimerWheelFuzzTest {

  private static final long SPAN = 1L << 36;

  static final List<Long> STARTS = starts();

  private static List<Long> starts() {
    List<Long> starts = new ArrayList<>(List.of(0L, 1L, 1_700_000_000_000L));
    for (int level = 1; level <= 6; level++) {
      long boundary = 1L << (6 * level);
      starts.addAll(List.of(boundary - 1, boundary));
    }
    starts.addAll(
        List.of(
            5 * SPAN - 3,
            Long.MAX_VALUE - SPAN,
            Long.MAX_VALUE - SPAN / 64,
            Long.MAX_VALUE - 5_000,
            Long.MAX_VALUE - 2));
    return starts;
  }

  @ParameterizedTest
  @FieldSource("STARTS")
  void doesInTheBigWhatTheReferenceDoes(long start) {
    Seeds.run(
        random -> {
          for (int run = 0; run < 20; run++) {
            long fired = new WheelFuzz(random, start, 1_000).run(10_000);
            assertThat(fired).isPositive();
          }
        });
  }

  @ParameterizedTest
  @FieldSource("STARTS")
  void keepsItsListsWholeAfterEveryOperation(long start) {
    Seeds.run(random -> new WheelFuzz(random, start, 1).run(4_000));
  }

  @ParameterizedTest
  @FieldSource("STARTS")
  void firesEachTimerExactlyAtItsTickWhenDrivenByNextTick(long start) {
    Seeds.run(
        random -> {
          TimerWheel wheel = new TimerWheel(start);
          for (int i = 0; i < 2_000; i++) {
            timer(wheel, start, random).insert();
          }
          long[] tick = {start};
          int[] fired = {0};
          while (wheel.size() > 0) {
            assertThat(wheel.nextTick()).isGreaterThanOrEqualTo(tick[0]);
            tick[0] = wheel.nextTick();
            wheel.advance(
                tick[0],
                Integer.MAX_VALUE,
                timer -> {
                  assertThat(((WheelTimer) timer).deadline).isEqualTo(tick[0]);
                  fired[0]++;
                });
          }
          assertThat(fired[0]).isEqualTo(2_000);
        });
  }

  @ParameterizedTest
  @FieldSource("STARTS")
  void comesToTheSameInManySmallStepsAsInOne(long start) {
    Seeds.run(
        random -> {
          TimerWheel whole = new TimerWheel(start);
          TimerWheel stepwise = new TimerWheel(start);
          List<Long> firedWhole = new ArrayList<>();
          List<Long> firedStepwise = new ArrayList<>();
          long tick = start;
          for (int round = 0; round < 500; round++) {
            for (int i = random.nextInt(20); i > 0; i--) {
              WheelTimer timer = timer(whole, tick, random);
              timer.insert();
              WheelTimer.in(stepwise, timer.deadline);
            }
            tick = timer(whole, tick, random).deadline;
            whole.advance(
                tick, Integer.MAX_VALUE, timer -> firedWhole.add(((WheelTimer) timer).deadline));
            int budget = 1 + random.nextInt(5);
            int used;
            do {
              int before = firedStepwise.size();
              used =
                  stepwise.advance(
                      tick, budget, timer -> firedStepwise.add(((WheelTimer) timer).deadline));
              assertThat(firedStepwise.size() - before).isLessThanOrEqualTo(budget);
            } while (used == budget);
            assertThat(firedStepwise).isEqualTo(firedWhole);
            firedWhole.clear();
            firedStepwise.clear();
          }
          assertThat(stepwise.size()).isEqualTo(whole.size());
        });
  }

  private static WheelTimer timer(TimerWheel wheel, long now, RandomGenerator random) {
    long distance = random.nextLong() >>> (25 + random.nextInt(39));
    return new WheelTimer(wheel, now + Math.min(distance, Long.MAX_VALUE - 1 - now));
  }
}
