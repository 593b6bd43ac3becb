package dev.chime.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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
