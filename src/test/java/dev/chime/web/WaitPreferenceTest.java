package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.web.problem.InvalidRequestException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitPreferenceTest {

  private static final WebLimits LIMITS =
      new WebLimits(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          0.06,
          Duration.ofSeconds(15),
          65_536,
          65_536,
          url -> null);

  private static WaitPreference prefer(String... headers) {
    return WaitPreference.of(null, List.of(headers), LIMITS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "wait=20                    | PT20S | wait=20",
        "wait=0                     | PT0S  | wait=0",
        "wait=60                    | PT1M  | wait=60",
        "wait=61                    | PT1M  | wait=60",
        "wait=999999999999999999    | PT1M  | wait=60",
        "Wait = \"20\"              | PT20S | wait=20",
        "wait=20; foo=bar           | PT20S | wait=20",
        "respond-async, wait=20     | PT20S | wait=20",
        "wait=20,respond-async      | PT20S | wait=20",
        "wait=10, wait=20           | PT10S | wait=10",
        "wait=\"2\\0\"           | PT20S | wait=20",
        "WAIT=20                    | PT20S | wait=20",
        ", ,wait=20,                | PT20S | wait=20",
        "wait=20;                   | PT20S | wait=20",
        "wait=20;;a;b=\"c,wait=1\" ; | PT20S | wait=20",
        "wait=00000000000000000007  | PT7S  | wait=7",
        "wait=99999999999999999999999 | PT1M | wait=60",
        "foo, wait=20, bar=\"       | PT20S | wait=20",
        "return=minimal; foo=\"x, wait=3\", wait=1 | PT1S | wait=1",
        "foo=\"a, wait=bad\", wait=1 | PT1S | wait=1",
        "foo=\"\\\", wait=9, \", wait=1 | PT1S | wait=1",
        "foo=\"a\\\\\", wait=1      | PT1S  | wait=1",
        "foo;a=\"x;wait=9,wait=8\";b, wait=1 | PT1S | wait=1",
        "=, @, wait=1               | PT1S  | wait=1",
        "foo bar, wait=1            | PT1S  | wait=1",
        "a=b=c, wait=1              | PT1S  | wait=1",
        "foo @ \"x, wait=9\", wait=1 | PT1S  | wait=1",
      })
  void thePreferenceIsAcknowledged(String header, Duration duration, String applied) {
    assertThat(prefer(header)).isEqualTo(new WaitPreference(duration, applied));
  }

  @Test
  void whatDoesNotSpeakOfWaitingIsPassedOver() {
    WaitPreference unasked = new WaitPreference(Duration.ofSeconds(30), null);
    assertThat(prefer()).isEqualTo(unasked);
    assertThat(prefer("")).isEqualTo(unasked);
    assertThat(prefer("respond-async")).isEqualTo(unasked);
    assertThat(prefer("await=5")).isEqualTo(unasked);
    assertThat(prefer("waiting=5")).isEqualTo(unasked);
    assertThat(prefer("return=minimal; wait=5")).isEqualTo(unasked); // a parameter of another
    assertThat(prefer("foo=\"x, wait=5\"")).isEqualTo(unasked);
    assertThat(prefer("foo=\"x, wait=5")).isEqualTo(unasked); // a quote without an end
    assertThat(prefer("foo=\"x\\")).isEqualTo(unasked);
    assertThat(prefer("x wait=5")).isEqualTo(unasked);
    assertThat(prefer("respond-async", "wait=5"))
        .isEqualTo(new WaitPreference(Duration.ofSeconds(5), "wait=5"));
  }

  /** The first one counts, even if it cannot be honoured (RFC 7240, section 2). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait",
        "wait=",
        "wait=\"\"",
        "wait=-1",
        "wait=1s",
        "wait=1.0",
        "wait=1.5",
        "wait=abc",
        "wait=+1",
        "wait=\" 1\"",
        "wait=\"1\"\"2\"",
        "wait=1 2",
        "wait=abc, wait=5",
        "wait, wait=5"
      })
  void aWaitThatCannotBeHonouredIsIgnored(String header) {
    assertThat(prefer(header)).isEqualTo(new WaitPreference(Duration.ofSeconds(30), null));
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(prefer("foo=\"a", "wait=5", "wait=6"))
        .isEqualTo(new WaitPreference(Duration.ofSeconds(5), "wait=5"));
    assertThat(prefer("wait=x", "wait=6"))
        .isEqualTo(new WaitPreference(Duration.ofSeconds(30), null));
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S,",
    "20, PT20S,",
    "20s, PT20S,",
    "1500ms, PT1.5S,",
    "PT20S, PT20S,",
    "1m, PT1M,",
    "61, PT1M, wait=60",
    "2h, PT1M, wait=60",
    "999999999999999999, PT1M, wait=60"
  })
  void theParameterWinsAndIsAcknowledgedOnlyIfItIsCut(
      String parameter, Duration duration, String applied) {
    assertThat(WaitPreference.of(parameter, List.of("wait=7"), LIMITS))
        .isEqualTo(new WaitPreference(duration, applied));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "-1s", "1.5", "1 s", "1000000000000000000"})
  void aParameterThatIsNoDurationIsRefused(String parameter) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> WaitPreference.of(parameter, List.of(), LIMITS))
        .satisfies(e -> assertThat(e.field()).isEqualTo("wait"));
  }
}
