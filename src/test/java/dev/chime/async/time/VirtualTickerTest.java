package dev.chime.async.time;

import static dev.chime.async.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class VirtualTickerTest {

  @Test
  void pausedMovesOnlyWhenItIsAdvanced() {
    VirtualTicker ticker = VirtualTicker.paused(-5);
    assertThat(ticker.nanos()).isEqualTo(-5);

    ticker.advance(Duration.ofNanos(7));
    ticker.advance(Duration.ZERO);

    assertThat(ticker.nanos()).isEqualTo(2);
  }

  @Test
  void doesNotGoBack() {
    VirtualTicker ticker = VirtualTicker.paused(0);

    assertThatIllegalArgumentException().isThrownBy(() -> ticker.advance(Duration.ofNanos(-1)));
    assertThat(ticker.nanos()).isZero();
  }

  @Test
  void pausedLetsThoseGoWhoseTimeHasCome() {
    VirtualTicker ticker = VirtualTicker.paused(10);

    ticker.parkUntil(10);
    ticker.parkUntil(9);

    assertThat(ticker.nanos()).isEqualTo(10);
  }

  @Test
  void pausedParksUntilAnAdvance() throws InterruptedException {
    VirtualTicker ticker = VirtualTicker.paused(0);
    AtomicInteger looks = new AtomicInteger();
    Thread sleeper =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (ticker.nanos() < 10) {
                    ticker.parkUntil(10);
                    looks.incrementAndGet();
                  }
                });
    eventually(() -> sleeper.getState() == Thread.State.WAITING);
    assertThat(looks).hasValue(0);

    ticker.advance(Duration.ofNanos(9));
    eventually(() -> looks.get() == 1 && sleeper.getState() == Thread.State.WAITING);
    ticker.advance(Duration.ofNanos(1));

    sleeper.join();
    assertThat(looks).hasValue(2);
  }

  @Test
  void noAdvanceIsMissedByThoseWhoAreAboutToPark() throws InterruptedException {
    VirtualTicker ticker = VirtualTicker.paused(0);
    int rounds = 50_000;
    Thread sleeper =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 1; i <= rounds; i++) {
                    while (ticker.nanos() < i) {
                      ticker.parkUntil(i);
                    }
                  }
                });

    for (int i = 0; i < rounds; i++) {
      ticker.advance(Duration.ofNanos(1));
    }

    sleeper.join();
    assertThat(ticker.nanos()).isEqualTo(rounds);
  }

  @Test
  void autoAdvancingJumpsToTheDeadlineAndNeverBack() {
    VirtualTicker ticker = VirtualTicker.autoAdvancing(0);

    ticker.parkUntil(100);
    assertThat(ticker.nanos()).isEqualTo(100);
    ticker.parkUntil(50);
    assertThat(ticker.nanos()).isEqualTo(100);
    ticker.advance(Duration.ofNanos(1));
    assertThat(ticker.nanos()).isEqualTo(101);
  }

  @Test
  void autoAdvancingPassesTheEndOfLong() {
    VirtualTicker ticker = VirtualTicker.autoAdvancing(Long.MAX_VALUE - 1);

    ticker.parkUntil(Long.MIN_VALUE + 1);

    assertThat(ticker.nanos()).isEqualTo(Long.MIN_VALUE + 1);
  }
}
