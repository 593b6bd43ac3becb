package dev.chime.web.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.web.problem.InvalidRequestException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  private final long seed = Long.getLong("chime.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0ms                  | PT0S",
        "1ms                  | PT0.001S",
        "1500ms               | PT1.5S",
        "30s                  | PT30S",
        "90m                  | PT1H30M",
        "25h                  | PT25H",
        "2d                   | PT48H",
        "1w                   | PT168H",
        "007s                 | PT7S",
        "-0s                  | PT0S",
        "-PT0S                | PT0S",
        "1.5s                 | PT1.5S",
        "1.5h                 | PT1H30M",
        "0.5w                 | PT84H",
        "2.25d                | PT54H",
        "1h30m                | PT1H30M",
        "1d12h                | PT36H",
        "1h30m1.5s            | PT1H30M1.5S",
        "1w2d3h4m5s6ms7us8ns  | PT219H4M5.006007008S",
        "1m500ms              | PT1M0.5S",
        "1.5ms                | PT0.0015S",
        "1us                  | PT0.000001S",
        "1.5\u00b5s           | PT0.0000015S",
        "1\u03bcs             | PT0.000001S",
        "1ns                  | PT0.000000001S",
        "0.1ns                | PT0.000000001S",
        "1.0000000000000000000001s | PT1.000000001S",
        "999999999999999999ms | PT277777777777H46M39.999S",
        "000000000000000000000000001s | PT1S",
        "PT30S                | PT30S",
        "PT0.5S               | PT0.5S",
        "PT0,5S               | PT0.5S",
        "pt1m                 | PT1M",
        "P1D                  | PT24H",
        "P1W                  | PT168H",
        "p2w                  | PT336H",
        "P1W2DT3H4M5.5S       | PT219H4M5.5S",
        "P0.5W                | PT84H",
        "P1.5D                | PT36H",
        "PT1.5H               | PT1H30M",
        "P1DT0.5M             | PT24H30S",
        "PT0.0000000001S      | PT0.000000001S",
      })
  void aDurationIsReadInEitherForm(String text, Duration expected) {
    assertThat(DurationText.parse("delay", text)).isEqualTo(expected);
  }

  private static void isRefused(String text, String rule) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .as(text)
        .isThrownBy(() -> DurationText.parse("wait", text))
        .satisfies(e -> assertThat(e.field()).isEqualTo("wait"))
        .satisfies(e -> assertThat(e.rule()).as(text).isEqualTo(rule));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1ms",
        "-30s",
        "PT-1S",
        "-PT1S",
        "P-1D",
        "PT1H-30M",
        "-PT-5S",
        "--1s",
        "1h-30m",
        "1-s",
        "-P1W",
        "-0.000000001s"
      })
  void aNegativeDurationIsRefused(String text) {
    isRefused(text, DurationText.NEGATIVE_RULE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1s", "+PT1S", "PT+1S", "1h+30m"})
  void aSignIsRefused(String text) {
    isRefused(text, DurationText.SIGN_RULE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1s1m",
        "1m1h",
        "1ms1s",
        "1s1s",
        "1h1h",
        "1d1w",
        "1ns1us",
        "P1D1W",
        "P1W1W",
        "PT1M1H",
        "PT1S1S",
        "1us1\u00b5s"
      })
  void unitsComeOnceEachTheLargestFirst(String text) {
    isRefused(text, DurationText.ORDER_RULE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5h30m", "0.0h1m", "P1.5DT1H", "PT1.5H1M", "P0.5W1D"})
  void onlyTheLastNumberMayHaveAFraction(String text) {
    isRefused(text, DurationText.FRACTION_RULE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"P1M", "P1Y", "P1Y2M", "P1Y2M3D", "P1MT1S", "p1y", "P0.5Y", "1y", "1mo", "1M"})
  void monthsAndYearsHaveNoFixedLength(String text) {
    isRefused(text, DurationText.CALENDAR_RULE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1000000000000000000s",
        "106751991167301d",
        "99999999999999999w",
        "PT9223372036854775808S",
        "PT2562047788015216H",
        "15250284452471w604800s",
        "99999999999999999999999999999999999999999ns"
      })
  void whatIsTooLongIsRefused(String text) {
    isRefused(text, DurationText.MOST_RULE);
  }

  @Test
  void aTextThatIsTooLongIsRefused() {
    assertThat(DurationText.parse("delay", "0." + "0".repeat(197) + "s")).isZero();
    isRefused("0." + "0".repeat(198) + "s", DurationText.LENGTH_RULE);
    isRefused("1".repeat(60_000), DurationText.LENGTH_RULE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        " ",
        "s",
        "1",
        "0",
        "1h30",
        "1 s",
        "1h 30m",
        " 1s",
        "1s ",
        "1S",
        "1H",
        "1sec",
        ".5s",
        "5.s",
        "1,5s",
        "1..5s",
        "1.5.5s",
        "1e3s",
        "0x1s",
        "\u0661s",
        "1\u00b5",
        "PT",
        "P",
        "P1",
        "PT1",
        "P1DT",
        "PTT1S",
        "P1DTT1S",
        "PT1D",
        "PT1W",
        "P1H",
        "P1S",
        "PT.5S",
        "PT5.S",
        "P1W ",
        "PS",
        "P1DT1",
        "1sP1D",
        "\u0000",
        "1\u0000s"
      })
  void whatIsNoDurationIsRefused(String text) {
    isRefused(text, DurationText.RULE);
  }

  /** Of random sound texts, in big numbers; and what Java reads too is read as Java does. */
  @Test
  void anyDurationIsExact() {
    for (int i = 0; i < 20_000; i++) {
      boolean isIso = random.nextBoolean();
      String text = text(isIso);
      BigInteger nanos = nanos(text);
      assertThat(inNanos(DurationText.parse("delay", text)))
          .as("-Dchime.seed=%d: %s", seed, text)
          .isEqualTo(nanos);
      if (isIso && text.matches("P([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]{1,9})?S)?)?")) {
        assertThat(inNanos(Duration.parse(text))).as(text).isEqualTo(nanos);
      }
    }
  }

  private static BigInteger inNanos(Duration duration) {
    return BigInteger.valueOf(duration.toSeconds())
        .multiply(BigInteger.valueOf(1_000_000_000))
        .add(BigInteger.valueOf(duration.toNanosPart()));
  }

  private String text(boolean isIso) {
    List<String> units =
        isIso
            ? List.of("W", "D", "H", "M", "S")
            : List.of("w", "d", "h", "m", "s", "ms", "us", "ns");
    StringBuilder text = new StringBuilder(isIso ? "P" : "");
    int last = random.nextInt(units.size());
    for (int i = 0; i <= last; i++) {
      if (i < last && random.nextBoolean()) {
        continue;
      }
      if (isIso && i > 1 && text.indexOf("T") < 0) {
        text.append('T');
      }
      text.append(random.nextLong(1L << random.nextInt(1, 40)));
      if (i == last && random.nextInt(3) == 0) {
        text.append('.').append("0".repeat(random.nextInt(12))).append(random.nextInt(1, 100_000));
      }
      text.append(units.get(i));
    }
    return text.toString();
  }

  /** By another way: each number times the length of its unit, and then rounded up. */
  private static BigInteger nanos(String text) {
    Matcher parts = Pattern.compile("([0-9.]+)([A-Za-z]+?)(?=[0-9T]|$)").matcher(text);
    BigDecimal sum = BigDecimal.ZERO;
    while (parts.find()) {
      BigDecimal length = length(parts.group(2).toLowerCase(Locale.ROOT));
      sum = sum.add(new BigDecimal(parts.group(1)).multiply(length));
    }
    return sum.setScale(0, RoundingMode.CEILING).toBigIntegerExact();
  }

  private static BigDecimal length(String unit) {
    return new BigDecimal(
        switch (unit) {
          case "w" -> "604800000000000";
          case "d" -> "86400000000000";
          case "h" -> "3600000000000";
          case "m" -> "60000000000";
          case "s" -> "1000000000";
          case "ms" -> "1000000";
          case "us" -> "1000";
          case "ns" -> "1";
          default -> throw new AssertionError(unit);
        });
  }
}
