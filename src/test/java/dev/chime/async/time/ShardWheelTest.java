package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Driver;
import dev.chime.async.ShardStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A wheel goes by differences of the ticker's readings, wherever these begin, and rounds up. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ShardWheelTest {

  private static final long TICK = 125_000;

  static final List<Long> STARTS =
      List.of(
          0L,
          1L,
          -1L,
          999_999L,
          -TICK,
          1_700_000_000_123_456_789L,
          Long.MIN_VALUE,
          Long.MIN_VALUE + 1,
          Long.MAX_VALUE,
          Long.MAX_VALUE - 1,
          Long.MAX_VALUE - 10 * TICK,
          Long.MAX_VALUE - Duration.ofHours(1).toNanos());

  private static final List<Duration> DURATIONS =
      List.of(
          Duration.ZERO,
          Duration.ofNanos(1),
          Duration.ofNanos(124_999),
          Duration.ofNanos(125_000),
          Duration.ofNanos(125_001),
          Duration.ofNanos(999_999),
          Duration.ofMillis(1),
          Duration.ofNanos(1_000_001),
          Duration.ofMillis(64),
          Duration.ofMillis(65),
          Duration.ofHours(1),
          Duration.ofDays(1),
          Duration.ofDays(800), // beyond the horizon of 64^6 ticks
          Duration.ofDays(36_500));

  @ParameterizedTest
  @FieldSource("STARTS")
  void timersElapseWithinATickOfTheirDeadline(long start) {
    VirtualRun run = new VirtualRun(start);
    List<Long> lateness = new ArrayList<>();
    for (Duration duration : DURATIONS) {
      run.spawn(
          run.sleep(duration)
              .map(
                  elapsed -> {
                    lateness.add(elapsed - duration.toNanos());
                    return elapsed;
                  }));
    }

    ShardStats stats = run.run();

    assertThat(stats.completed()).isEqualTo(DURATIONS.size());
    assertThat(lateness).hasSize(DURATIONS.size()).allMatch(late -> late >= 0 && late < TICK);
    assertThat(run.armed()).isZero();
  }

  @ParameterizedTest
  @FieldSource("STARTS")
  void timersOneAfterTheOtherElapseInOrderAcrossTheWrap(long start) {
    VirtualRun run = new VirtualRun(start);
    List<Long> elapsed = new ArrayList<>();
    for (int i = 100; i > 0; i--) {
      run.spawn(
          run.sleep(i * 7L)
              .map(
                  now -> {
                    elapsed.add(now);
                    return now;
                  }));
    }

    run.run();

    assertThat(elapsed).hasSize(100).isSorted();
  }

  @Test
  void everyEighthTickStartsAtAMillisecondOfTheTicker() {
    VirtualRun run = new VirtualRun(123_456);
    run.spawn(run.sleep(Duration.ofNanos(1)));

    run.run();

    assertThat(run.elapsed()).isEqualTo(TICK - 123_456);
  }

  @Test
  void parksUntilTheNextDeadlineAndNotAMomentLess() {
    List<Long> parks = new ArrayList<>();
    VirtualRun run =
        new VirtualRun(
            VirtualTicker.autoAdvancing(0),
            wheel ->
                new ForwardingDriver(wheel) {
                  @Override
                  public void park(long event) {
                    parks.add(event);
                    super.park(event);
                  }
                });
    run.spawn(run.sleep(1).then(now -> run.sleep(2)));

    run.run();

    assertThat(parks).containsExactly(8L, 24L);
  }

  @Test
  void withoutATimerItHasNoEvent() {
    List<Long> events = new ArrayList<>();
    VirtualRun run =
        new VirtualRun(
            VirtualTicker.paused(0),
            wheel -> {
              events.add(wheel.nextEvent());
              return wheel;
            });

    run.run();

    assertThat(events).containsExactly(Driver.NEVER);
  }
}
