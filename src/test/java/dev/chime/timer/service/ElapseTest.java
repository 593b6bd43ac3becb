package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.store.InMemoryTimerStore;
import dev.chime.timer.Due;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ElapseTest {

  @Test
  void aTimerElapsesExactlyAtItsDeadline() {
    ServiceRun run = new ServiceRun();
    Timer timer = run.create(Duration.ofSeconds(5));
    Waiter waiter = run.await(timer.id(), Duration.ofMinutes(1));
    run.at(Duration.ofMillis(4_999), () -> assertThat(run.find(timer.id())).isEqualTo(timer));
    run.run();

    assertThat(timer.isPending()).isTrue();
    assertThat(timer.createdAt()).isEqualTo(START);
    assertThat(timer.deadline()).isEqualTo(START.plusSeconds(5));
    assertThat(waiter.answeredAt()).isEqualTo(timer.deadline());
    assertThat(waiter.timer()).isEqualTo(timer.outcomeAt(timer.deadline()));
    assertThat(waiter.timer().lateness()).isZero();
    assertThat(run.listener.created).containsExactly(timer);
    assertThat(run.listener.elapsed).containsExactly(waiter.timer());
    assertThat(run.listener.cancelled).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "0, 999999",
    "0, 1000000",
    "0, 1000001",
    "1, 0",
    "400000, 200000",
    "400000, 600000",
    "400000, 600001",
    "999999, 1",
    "999999, 999999",
    "500000, 1500000"
  })
  void aDelayStartsWithTheNextMillisecondAndIsRoundedUpByItself(long startNanos, long delayNanos) {
    Instant now = START.plusNanos(startNanos);
    ServiceRun run = new ServiceRun(new InMemoryTimerStore(), now, 100);
    Timer timer = run.create(Duration.ofNanos(delayNanos));
    run.run();

    assertThat(timer.createdAt()).isEqualTo(timer.createdAt().truncatedTo(ChronoUnit.MILLIS));
    assertThat(timer.createdAt()).isBetween(now, now.plusNanos(999_999));
    assertThat(timer.deadline())
        .isEqualTo(timer.createdAt().plusMillis(Math.ceilDiv(delayNanos, 1_000_000L)));
    assertThat(run.listener.elapsed.getFirst().decidedAt())
        .isBetween(timer.deadline(), timer.deadline().plusMillis(1));
  }

  @Test
  void anAtInThePastElapsesAtOnceAndIsLateOnlySinceItsCreation() {
    ServiceRun run = new ServiceRun();
    Instant past = START.minus(Duration.ofDays(1_000));
    Timer timer = run.create(new Due.At(past));
    Waiter waiter = run.await(timer.id(), Duration.ofMinutes(1));
    run.run();

    assertThat(timer.deadline()).isEqualTo(past);
    assertThat(waiter.answeredAt()).isEqualTo(START);
    assertThat(waiter.timer().decidedAt()).isEqualTo(START);
    assertThat(waiter.timer().lateness()).isZero();
  }

  @Test
  void theEarliestInstantElapsesToo() {
    ServiceRun run = new ServiceRun();
    run.create(new Due.At(Instant.MIN.truncatedTo(ChronoUnit.MILLIS)));
    run.run();
    assertThat(run.listener.elapsed).extracting(Timer::decidedAt).containsExactly(START);
  }

  @Test
  void aDelayOfZeroElapsesAtOnce() {
    ServiceRun run = new ServiceRun();
    Timer timer = run.create(Duration.ZERO);
    Waiter waiter = run.await(timer.id(), Duration.ofMinutes(1));
    run.run();

    assertThat(timer.deadline()).isEqualTo(START);
    assertThat(waiter.answeredAt()).isEqualTo(START);
    assertThat(waiter.timer().state()).isEqualTo(TimerState.ELAPSED);
  }

  @Test
  void aTimerElapsesThoughNobodyWaitsForIt() {
    ServiceRun run = new ServiceRun();
    Timer timer = run.create(Duration.ofHours(1));
    run.run();
    assertThat(run.find(timer.id())).isEqualTo(timer.outcomeAt(timer.deadline()));
    assertThat(run.armed()).isZero();
  }

  @Test
  void lateIsCountedFromTheDeadline() {
    ServiceRun run = new ServiceRun();
    run.create(Duration.ofMillis(10));
    run.at(Duration.ofMillis(9), () -> run.ticker.advance(Duration.ofMillis(41)));
    run.run();
    assertThat(run.listener.elapsed)
        .extracting(Timer::lateness)
        .containsExactly(Duration.ofMillis(40));
  }

  @Test
  void manyTimersElapseEachAtItsOwnDeadlineInOrder() {
    ServiceRun run = new ServiceRun();
    RandomGenerator random = RandomGenerator.getDefault();
    IntStream.range(0, 5_000).forEach(i -> run.create(Duration.ofMillis(random.nextInt(100_000))));
    run.run();

    assertThat(run.listener.elapsed)
        .hasSize(5_000)
        .allSatisfy(timer -> assertThat(timer.decidedAt()).isEqualTo(timer.deadline()))
        .isSortedAccordingTo((a, b) -> a.decidedAt().compareTo(b.decidedAt()));
    assertThat(run.stats().failed()).isZero();
  }
}
