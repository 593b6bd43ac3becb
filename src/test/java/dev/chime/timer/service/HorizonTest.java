package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.timer.BeyondHorizonException;
import dev.chime.timer.Due;
import dev.chime.timer.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class HorizonTest {

  @Test
  void aTimerAtTheHorizonElapsesAHundredYearsOnToTheMillisecond() {
    ServiceRun run = new ServiceRun();
    Timer byDelay = run.create(Timer.HORIZON);
    Timer byTime = run.create(new Due.At(START.plus(Timer.HORIZON)));
    run.run(Timer.HORIZON.plusMillis(1));

    assertThat(byDelay.deadline())
        .isEqualTo(byTime.deadline())
        .isEqualTo(START.plus(Timer.HORIZON));
    assertThat(run.listener.elapsed)
        .extracting(Timer::decidedAt)
        .containsExactly(byDelay.deadline(), byDelay.deadline());
  }

  static Stream<Due> beyond() {
    return Stream.of(
        new Due.After(Timer.HORIZON.plusNanos(1)),
        new Due.After(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)),
        new Due.At(START.plus(Timer.HORIZON).plusNanos(1)),
        new Due.At(Instant.MAX));
  }

  @ParameterizedTest
  @MethodSource("beyond")
  void whatIsDueBeyondTheHorizonIsRefused(Due due) {
    ServiceRun run = new ServiceRun();
    assertThatExceptionOfType(BeyondHorizonException.class).isThrownBy(() -> run.create(due));
    run.run();
    assertThat(run.listener.created).isEmpty();
    assertThat(run.stats().spawned()).isEqualTo(1); // the one that ends the run
  }
}
