package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {

  private static final Timer TIMER =
      new Timer(
          new TimerId(Namespace.DEFAULT, "a"),
          TimerState.PENDING,
          Instant.EPOCH,
          Instant.EPOCH,
          Instant.EPOCH,
          null,
          null,
          null,
          Map.of(),
          12);

  @Test
  void itIsTheQuotedVersion() {
    assertThat(EntityTag.of(TIMER)).isEqualTo("\"12\"");
    assertThat(EntityTag.of(TIMER.cancelled(Instant.EPOCH))).isEqualTo("\"13\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"12\"", " \"12\" ", "W/\"12\"", "\"1\", \"12\"", "\"1\",W/\"12\"", "*", " * "})
  void itMatches(String header) {
    assertThat(EntityTag.matches(List.of(header), TIMER)).isTrue();
    assertThat(EntityTag.matches(List.of("\"1\"", header), TIMER)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "12", "\"1\"", "\"2\"", "\"112\"", "\"12", "\"\"", "\"*\"", "W/\"1\""})
  void itDoesNotMatch(String header) {
    assertThat(EntityTag.matches(List.of(header), TIMER)).isFalse();
  }

  @Test
  void withoutTheHeaderNothingMatches() {
    assertThat(EntityTag.matches(null, TIMER)).isFalse();
    assertThat(EntityTag.matches(List.of(), TIMER)).isFalse();
  }
}
