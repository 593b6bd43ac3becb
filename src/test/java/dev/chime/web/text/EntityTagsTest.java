package dev.chime.web.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import dev.chime.web.problem.InvalidRequestException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

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
          null,
          null,
          12);

  private static EntityTags tags(String... headers) {
    return EntityTags.parse("If-Match", List.of(headers));
  }

  @Test
  void itIsTheQuotedVersion() {
    assertThat(EntityTags.of(TIMER)).isEqualTo("\"12\"");
    assertThat(EntityTags.of(TIMER.cancelled(Instant.EPOCH))).isEqualTo("\"13\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"12\"",
        " \"12\" ",
        "\t\"12\"\t",
        "\"1\", \"12\"",
        "\"1\",\"12\"",
        "\"12\",\"12\"",
        "\"12\",",
        ",\"12\"",
        "\"1\",,\"12\"",
        ", ,\t,\"1\" , , \"12\",,",
        "\"a,b\",\"12\"",
        "W/\"1\",\"12\"",
        "W/\"12\",\"12\"",
        "\"\",\"12\"",
        "\"é\",\"12\""
      })
  void aStrongTagMatches(String header) {
    assertThat(tags(header).match(TIMER)).isTrue();
    assertThat(tags("\"1\"", header).match(TIMER)).isTrue();
    assertThat(tags("", header, ",").match(TIMER)).isTrue();
    assertThat(tags(header).toPrecondition().isMetBy(TIMER)).isTrue();
    assertThat(tags(header).isAny()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", " * ", "*,", ",*", "*, *"})
  void aStarMatches(String header) {
    assertThat(tags(header).match(TIMER)).isTrue();
    assertThat(tags(header).toPrecondition()).isEqualTo(Precondition.NONE);
  }

  /** Both comparisons are in RFC 9110, section 8.8.3.2. */
  @ParameterizedTest
  @ValueSource(strings = {"W/\"12\"", "\"1\",W/\"12\"", "W/\"12\",", ",W/\"12\",W/\"3\""})
  void aWeakTagMatchesWeaklyOnly(String header) {
    assertThat(tags(header).match(TIMER)).isTrue();
    assertThat(tags(header).toPrecondition().isMetBy(TIMER)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"1\"",
        "\"2\"",
        "\"112\"",
        "\"012\"",
        "\"12 \"",
        "\"+12\"",
        "\"\"",
        "\"*\"",
        "W/\"1\"",
        "\"1,12\"",
        "\"18446744073709551628\"",
        "\"9999999999999999999999\""
      })
  void otherTagsDoNotMatch(String header) {
    assertThat(tags(header).match(TIMER)).isFalse();
    assertThat(tags(header).toPrecondition().isMetBy(TIMER)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12",
        "\"12",
        "12\"",
        "W/12",
        "W/",
        "w/\"12\"",
        "W/ \"12\"",
        "\"12\"\"13\"",
        "\"12\" \"13\"",
        "\"12\";",
        "*, \"12\"",
        "\"12\", *",
        "**",
        "* *",
        "'12'",
        "\"1\",12",
        "\"1\",\""
      })
  void whatIsNoListIsRefused(String header) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> tags(header))
        .satisfies(e -> assertThat(e.field()).isEqualTo("If-Match"));
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> tags("\"1\",", header));
  }

  /** Whoever sends such a condition has meant another. */
  @Test
  void aListOfNothingIsRefused() {
    for (String header : List.of("", " ", ",", " , ,")) {
      assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> tags(header));
    }
  }

  @Test
  void withoutTheHeaderThereAreNone() {
    assertThat(EntityTags.parse("If-Match", null)).isNull();
    assertThat(EntityTags.parse("If-Match", List.of())).isNull();
  }
}
