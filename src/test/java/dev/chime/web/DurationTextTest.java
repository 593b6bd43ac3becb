package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.web.problem.InvalidRequestException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "0ms, PT0S", "1ms, PT0.001S", "1500ms, PT1.5S", "30s, PT30S", "90m, PT1H30M", "25h, PT25H",
    "2d, PT48H", "007s, PT7S", "-0s, PT0S", "PT30S, PT30S", "PT0.5S, PT0.5S", "pt1m, PT1M",
    "P1D, PT24H", "PT1H-30M, PT30M", "-PT-5S, PT5S",
        "999999999999999999ms, PT277777777777H46M39.999S"
  })
  void aDurationIsReadInEitherForm(String text, Duration expected) {
    assertThat(DurationText.parse("delay", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1ms", "-30s", "PT-1S", "-PT1S", "PT1S-2S", "P-1D"})
  void aNegativeDurationIsRefused(String text) {
    String expected = text.equals("PT1S-2S") ? DurationText.RULE : "must not be negative";
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> DurationText.parse("delay", text))
        .satisfies(e -> assertThat(e.field()).isEqualTo("delay"))
        .satisfies(e -> assertThat(e.rule()).isEqualTo(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "s",
        "1",
        "1 s",
        " 1s",
        "1s ",
        "1S",
        "1.5s",
        "+1s",
        "--1s",
        "1us",
        "1w",
        "١s",
        "1s1m",
        "P1M",
        "P1Y",
        "P1W",
        "PT",
        "P",
        "PT1",
        "1000000000000000000s",
        "106751991167301d",
        "PT9223372036854775808S",
        "PT2562047788015216H",
        "\u0000"
      })
  void whatIsNoDurationIsRefused(String text) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> DurationText.parse("wait", text))
        .satisfies(e -> assertThat(e.field()).isEqualTo("wait"))
        .satisfies(e -> assertThat(e.rule()).isEqualTo(DurationText.RULE));
  }
}
