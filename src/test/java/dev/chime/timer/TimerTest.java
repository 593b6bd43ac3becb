package dev.chime.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerTest {

  private static final Instant CREATED = Instant.parse("2030-01-01T00:00:00Z");

  private static Timer due(Instant deadline) {
    return Timers.pending("a", deadline, CREATED, "{}", Map.of("k", "v"));
  }

  @Test
  void anOutcomeIsOneVersionMoreAndKeepsTheRest() {
    Timer timer = due(CREATED.plusSeconds(1));
    Timer elapsed = timer.outcomeAt(CREATED.plusSeconds(2));
    assertThat(elapsed.state()).isEqualTo(TimerState.ELAPSED);
    assertThat(elapsed.decidedAt()).isEqualTo(CREATED.plusSeconds(2));
    assertThat(elapsed.version()).isEqualTo(2);
    assertThat(elapsed.isPending()).isFalse();
    assertThat(elapsed)
        .usingRecursiveComparison()
        .ignoringFields("state", "decidedAt", "version")
        .isEqualTo(timer);
    Timer cancelled = timer.cancelled(CREATED);
    assertThat(cancelled.state()).isEqualTo(TimerState.CANCELLED);
    assertThat(cancelled.decidedAt()).isEqualTo(CREATED);
    assertThat(cancelled.version()).isEqualTo(2);
  }

  @Test
  void latenessIsSinceTheDeadlineOrSinceTheCreationIfThatWasLater() {
    Instant now = CREATED.plusSeconds(5);
    assertThat(due(CREATED.plusSeconds(2)).outcomeAt(now).lateness()).hasSeconds(3);
    assertThat(due(CREATED.minusSeconds(9)).outcomeAt(now).lateness()).hasSeconds(5);
    assertThat(due(CREATED).lateness()).isNull();
    assertThat(due(CREATED).cancelled(CREATED).lateness()).isNull();
    assertThat(due(now).outcomeAt(now).lateness()).isEqualTo(Duration.ZERO);
    Timer past = due(CREATED.minusSeconds(9));
    assertThat(past.outcomeAt(CREATED.minusMillis(2)).lateness())
        .as("by a clock that is behind that of who has created it")
        .isEqualTo(Duration.ZERO);
  }

  /** Whatever part of a millisecond the clock reads, and the delay has. */
  @Test
  void aDelayIsExactAndNeverEarly() {
    long seed = Long.getLong("chime.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 10_000; i++) {
      Instant now = CREATED.plusNanos(random.nextLong(0, 3_000_000_000L));
      Duration delay =
          random.nextBoolean()
              ? Duration.ofMillis(random.nextLong(0, 100_000))
              : Duration.ofNanos(random.nextLong(0, 100_000_000_000L));
      Timer timer =
          Timer.create(
              new TimerId(Namespace.DEFAULT, "a"),
              new TimerDraft(new Due.After(delay), null, null, Map.of()),
              now);
      Duration rounded = Duration.ofMillis(Math.ceilDiv(delay.toNanos(), 1_000_000));
      assertThat(Duration.between(timer.createdAt(), timer.deadline()))
          .as("-Dchime.seed=%d: %s at %s", seed, delay, now)
          .isEqualTo(rounded);
      assertThat(timer.deadline()).isAfterOrEqualTo(now.plus(delay));
      assertThat(Duration.between(now, timer.createdAt()).toNanos()).isBetween(0L, 999_999L);
      assertThat(timer.createdAt().truncatedTo(ChronoUnit.MILLIS)).isEqualTo(timer.createdAt());

      Timer amended = timer.amended(new Amendment(new Due.After(delay), null, null), now);
      assertThat(amended.deadline()).isEqualTo(timer.deadline());
    }
  }

  @Test
  void aTimeIsRoundedUpAndHasNothingToDoWithTheClock() {
    Instant now = CREATED.plusNanos(400_001);
    Timer timer = Timers.pending("a", CREATED.plusSeconds(5).plusNanos(1), now);
    assertThat(timer.deadline()).isEqualTo(CREATED.plusSeconds(5).plusMillis(1));
    assertThat(timer.createdAt()).isEqualTo(CREATED);
    Timer past = Timers.pending("a", CREATED.minusSeconds(5), now);
    assertThat(past.outcomeAt(CREATED).lateness()).isZero();
  }

  @Test
  void whatIsCancelledInItsFirstMillisecondIsNotCancelledBeforeItsCreation() {
    Timer timer =
        Timer.create(
            new TimerId(Namespace.DEFAULT, "a"),
            new TimerDraft(new Due.After(Duration.ofHours(1)), null, null, Map.of()),
            CREATED.plusNanos(1));
    assertThat(timer.cancelled(CREATED).decidedAt()).isEqualTo(CREATED.plusMillis(1));
    assertThat(timer.cancelled(CREATED.plusMillis(2)).decidedAt()).isEqualTo(CREATED.plusMillis(2));
  }

  @Test
  void howLateItMayBeIsRoundedUp() {
    for (long nanos : new long[] {0, 1, 999_999, 1_000_000, 1_000_001}) {
      TimerDraft draft =
          new TimerDraft(new Due.At(CREATED), Duration.ofNanos(nanos), null, Map.of());
      assertThat(Timer.create(new TimerId(Namespace.DEFAULT, "a"), draft, CREATED).maxLateness())
          .isEqualTo(Duration.ofMillis(Math.ceilDiv(nanos, 1_000_000)));
    }
  }

  /** Nobody could read it: RFC 3339 has four digits for the year. */
  @Test
  void noDeadlineIsAfterTheYear9999() {
    Instant now = Instant.parse("9999-12-31T23:00:00Z");
    assertThat(new Due.After(Duration.ofMinutes(59)).deadline(now))
        .isEqualTo("9999-12-31T23:59:00Z");
    assertThat(new Due.At(Timer.LATEST).deadline(now)).isEqualTo(Timer.LATEST);
    for (Due due :
        List.of(new Due.After(Duration.ofHours(1)), new Due.At(Timer.LATEST.plusNanos(1)))) {
      assertThatExceptionOfType(BeyondHorizonException.class).isThrownBy(() -> due.deadline(now));
    }
  }

  @Test
  void itsLabelsDoNotChange() {
    Map<String, String> labels = new HashMap<>(Map.of("k", "v"));
    Timer timer = Timers.pending("a", CREATED, CREATED, null, labels);
    labels.put("k", "w");
    assertThat(timer.labels()).containsExactly(Map.entry("k", "v"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A-z.0_9~", "019a6d2e-7f00-7000-8000-000000000000"})
  void anIdNeedsNoEscapingInAUrl(String value) {
    assertThat(new TimerId(Namespace.DEFAULT, value)).hasToString(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a/b", "ä", "a\n", "%41", "a;b", "a\u0000"})
  void whatWouldNeedEscapingIsNoId(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new TimerId(Namespace.DEFAULT, value));
  }

  @Test
  void anIdHasAtMost128Characters() {
    assertThat(new TimerId(Namespace.DEFAULT, "a".repeat(128)).value()).hasSize(128);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimerId(Namespace.DEFAULT, "a".repeat(129)));
  }
}
