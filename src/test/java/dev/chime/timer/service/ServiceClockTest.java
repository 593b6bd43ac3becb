package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.time.Ticker;
import dev.chime.async.time.VirtualTicker;
import dev.chime.timer.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceClockTest {

  private static final Instant START = Instant.parse("2030-01-01T00:00:00.123456789Z");

  @ParameterizedTest
  @ValueSource(longs = {0, 1_234_567_890_123L, -5, Long.MAX_VALUE - 10, Long.MIN_VALUE})
  void itReadsItsStartPlusWhatTheTickerHasCountedSince(long origin) {
    VirtualTicker ticker = VirtualTicker.paused(origin);
    ServiceClock clock = new ServiceClock(ticker, START);
    assertThat(clock.instant()).isEqualTo(START);
    ticker.advance(Duration.ofNanos(1_000_000_001));
    assertThat(clock.instant()).isEqualTo(START.plusNanos(1_000_000_001));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_234_567_890_123L, -5})
  void nanosAtIsTheInverseOfReading(long origin) {
    VirtualTicker ticker = VirtualTicker.paused(origin);
    ServiceClock clock = new ServiceClock(ticker, START);
    ticker.advance(Duration.ofDays(3));
    assertThat(clock.nanosAt(clock.instant())).isEqualTo(ticker.nanos());
    assertThat(clock.nanosAt(START.plusNanos(77))).isEqualTo(origin + 77);
    assertThat(clock.nanosAt(START.minusNanos(77))).isEqualTo(origin - 77);
  }

  @Test
  void itIsSetByTheClosestOfSeveralReadings() {
    VirtualTicker ticker = VirtualTicker.paused(5);
    Iterator<Integer> micros = IntStream.iterate(900, gap -> gap - 50).iterator();
    ServiceClock clock =
        ServiceClock.setTo(
            () -> {
              Instant read = START.plusNanos(ticker.nanos());
              ticker.advance(Duration.of(micros.next(), ChronoUnit.MICROS));
              return read;
            },
            ticker);
    assertThat(Duration.between(clock.instant(), START.plusNanos(ticker.nanos())))
        .isBetween(Duration.ofNanos(1), Duration.of(150, ChronoUnit.MICROS));
  }

  @Test
  void theHorizonIsWithinTheTickersReach() {
    ServiceClock clock = new ServiceClock(Ticker.system(), Instant.now());
    Instant now = clock.instant();
    assertThat(clock.nanosAt(now.plus(Timer.HORIZON)) - clock.nanosAt(now))
        .isEqualTo(Timer.HORIZON.toNanos());
  }

  @Test
  void itFollowsAClockThatIsAhead() {
    VirtualTicker ticker = VirtualTicker.paused(5);
    ServiceClock clock = new ServiceClock(ticker, START);
    ticker.advance(Duration.ofSeconds(1));
    clock.follow(START.plusSeconds(3));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(3));
    ticker.advance(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(4));
    assertThat(clock.nanosAt(clock.instant())).isEqualTo(ticker.nanos());
  }

  @Test
  void itStandsStillWhileTheClockThatItFollowsIsBehind() {
    VirtualTicker ticker = VirtualTicker.paused(5);
    ServiceClock clock = new ServiceClock(ticker, START);
    clock.follow(START.minusSeconds(2));
    assertThat(clock.instant()).isEqualTo(START);
    ticker.advance(Duration.ofMillis(1_500));
    clock.follow(START.minusMillis(500));
    assertThat(clock.instant()).isEqualTo(START);
    ticker.advance(Duration.ofMillis(501));
    assertThat(clock.instant()).isEqualTo(START.plusMillis(1));
    assertThat(clock.nanosAt(clock.instant())).isEqualTo(ticker.nanos());
  }

  @Test
  void itNeverRunsBackwards() {
    ServiceClock clock = new ServiceClock(Ticker.system(), Instant.now());
    Instant last = clock.instant();
    for (int i = 0; i < 1_000_000; i++) {
      Instant now = clock.instant();
      assertThat(now.isBefore(last)).isFalse();
      last = now;
    }
  }
}
