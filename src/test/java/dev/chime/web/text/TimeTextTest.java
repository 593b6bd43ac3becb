package dev.chime.web.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.web.problem.InvalidRequestException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?"
              + "(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))");

  private final long seed = Long.getLong("chime.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);

  @ParameterizedTest
  @CsvSource({
    "2030-01-31T12:00:00Z, 2030-01-31T12:00:00Z",
    "2030-01-31t12:00:00z, 2030-01-31T12:00:00Z",
    "2030-01-31 12:00:00Z, 2030-01-31T12:00:00Z",
    "2030-01-31T12:00:00.1Z, 2030-01-31T12:00:00.100Z",
    "2030-01-31T12:00:00.123456789Z, 2030-01-31T12:00:00.123456789Z",
    "2030-01-31T12:00:00.1234567890Z, 2030-01-31T12:00:00.123456789Z",
    "2030-01-31T12:00:00.0000000001Z, 2030-01-31T12:00:00.000000001Z",
    "2030-01-31T23:59:59.99999999999Z, 2030-02-01T00:00:00Z",
    "2030-01-31T12:00:00+01:00, 2030-01-31T11:00:00Z",
    "2030-01-31T12:00:00-01:30, 2030-01-31T13:30:00Z",
    "2030-01-31T12:00:00+00:00, 2030-01-31T12:00:00Z",
    "2030-01-31T12:00:00-00:00, 2030-01-31T12:00:00Z",
    "2030-01-31T12:00:00+23:59, 2030-01-30T12:01:00Z",
    "2030-01-31T12:00:00-23:59, 2030-02-01T11:59:00Z",
    "2028-02-29T00:00:00Z, 2028-02-29T00:00:00Z",
    "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
    "0000-01-01T00:00:00-14:00, 0000-01-01T14:00:00Z",
    "9999-12-31T23:59:59+23:59, 9999-12-31T00:00:59Z",
    "1985-04-12T23:20:50.52Z, 1985-04-12T23:20:50.520Z",
    "1996-12-19T16:39:57-08:00, 1996-12-20T00:39:57Z",
    "1990-12-31T23:59:60Z, 1991-01-01T00:00:00Z",
    "1990-12-31T15:59:60-08:00, 1991-01-01T00:00:00Z",
    "1937-01-01T12:00:27.87+00:20, 1937-01-01T11:40:27.870Z",
    "2030-12-31T23:59:60Z, 2031-01-01T00:00:00Z",
    "2030-12-31T23:59:60.999Z, 2031-01-01T00:00:00Z",
    "2030-12-31T23:59:60.99999999999Z, 2031-01-01T00:00:00Z",
    "2030-06-30T23:59:60Z, 2030-07-01T00:00:00Z",
    "2030-02-28T23:59:60Z, 2030-03-01T00:00:00Z",
    "2031-01-01T05:29:60+05:30, 2031-01-01T00:00:00Z"
  })
  void whatRfc3339AllowsIsTaken(String text, Instant expected) {
    assertThat(TimeText.ceil("at", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2030-01-31T12:00:00.1234567899Z, 2030-01-31T12:00:00.123456789Z",
    "2030-01-31T12:00:00.0000000009Z, 2030-01-31T12:00:00Z",
    "2030-12-31T23:59:60.9Z, 2031-01-01T00:00:00Z"
  })
  void orTheTimeBefore(String text, Instant expected) {
    assertThat(TimeText.floor("dueAfter", text)).isEqualTo(expected);
  }

  private static void isRefused(String text, String rule) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .as(text)
        .isThrownBy(() -> TimeText.ceil("at", text))
        .satisfies(e -> assertThat(e.field()).isEqualTo("at"))
        .satisfies(e -> assertThat(e.rule()).as(text).isEqualTo(rule));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "tomorrow",
        "2030",
        "2030-01-31",
        "2030-01-31Z",
        "2030-01-31T12Z",
        "2030-01-31T12:00Z",
        "2030-01-31T12:00+01:00",
        "2030-01-31T12:00:0Z",
        "2030-01-31T12:00:00.Z",
        "2030-01-31T12:00:00,5Z",
        "2030-01-31T12:00:00Z ",
        " 2030-01-31T12:00:00Z",
        "2030-01-31T12:00:00ZZ",
        "2030-01-31T12:00:00Z[UTC]",
        "2030-01-31_12:00:00Z",
        "2030-01-31  12:00:00Z",
        "2030-01-31T24:00:00Z",
        "2030-01-31T12:60:00Z",
        "2030-01-31T12:00:61Z",
        "2030-00-31T12:00:00Z",
        "2030-13-31T12:00:00Z",
        "2030-01-00T12:00:00Z",
        "2030-02-30T12:00:00Z",
        "2030-02-29T12:00:00Z",
        "1900-02-29T12:00:00Z",
        "2030-1-31T12:00:00Z",
        "20300131T120000Z",
        "2030-W05-4T12:00:00Z",
        "2030-031T12:00:00Z",
        "02030-01-31T12:00:00Z",
        "+2030-01-31T12:00:00Z",
        "-2030-01-31T12:00:00Z",
        "+999999999-12-31T23:59:59Z",
        "２０３０-01-31T12:00:00Z",
        "2030-01-31T12:00:00+24:00",
        "2030-01-31T12:00:00+01:60",
        "1893456000"
      })
  void whatIsNotRfc3339IsRefused(String text) {
    isRefused(text, TimeText.RULE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2030-01-31T12:00:00",
        "2030-01-31T12:00:00.5",
        "2030-01-31T12:00:00+01",
        "2030-01-31T12:00:00+0100",
        "2030-01-31T12:00:00+1:00",
        "2030-01-31T12:00:00+01:00:30",
        "2030-01-31T12:00:00+01:00:00",
        "2030-01-31T12:00:00 01:00",
        "2030-01-31T12:00:00 Z",
        "2030-01-31T12:00:00UTC",
        "2030-01-31T12:00:00\u221201:00"
      })
  void anOffsetIsZOrHoursAndMinutes(String text) {
    isRefused(text, TimeText.OFFSET_RULE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-01-01T00:00:00+14:00",
        "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "9999-12-31T23:59:60-00:01"
      })
  void theYearCountsInUtc(String text) {
    isRefused(text, TimeText.YEAR_RULE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2030-12-31T23:59:60+01:00",
        "2030-12-31T12:00:60Z",
        "2030-12-30T23:59:60Z",
        "2030-12-31T22:59:60Z",
        "2028-02-28T23:59:60Z"
      })
  void aLeapSecondIsAtTheEndOfAMonthInUtc(String text) {
    isRefused(text, TimeText.LEAP_RULE);
  }

  /** Of ten thousand random times, half of them broken, by another way of reading them. */
  @Test
  void anyTextIsReadAsTheGrammarSays() {
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = i % 2 == 0 ? time() : broken(time());
      Optional<BigDecimal> expected = oracle(text);
      taken += expected.isPresent() ? 1 : 0;
      assertThat(read(text)).as("-Dchime.seed=%d: %s", seed, text).isEqualTo(expected);
    }
    assertThat(taken).isBetween(5_000, 19_000);
  }

  /** In nanoseconds, rounded up. */
  private static Optional<BigDecimal> read(String text) {
    try {
      Instant time = TimeText.ceil("at", text);
      return Optional.of(
          BigDecimal.valueOf(time.getEpochSecond()).movePointRight(9).add(nanos(time)));
    } catch (InvalidRequestException e) {
      return Optional.empty();
    }
  }

  private static BigDecimal nanos(Instant time) {
    return BigDecimal.valueOf(time.get(ChronoField.NANO_OF_SECOND));
  }

  private static Optional<BigDecimal> oracle(String text) {
    Matcher parts = RFC_3339.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      boolean leaps = parts.group(4).equals("60");
      LocalDateTime local =
          LocalDate.parse(parts.group(1))
              .atTime(
                  LocalTime.parse(
                      parts.group(2)
                          + ":"
                          + parts.group(3)
                          + ":"
                          + (leaps ? "59" : parts.group(4))));
      LocalDateTime utc =
          parts.group(6) == null
              ? local
              : local.minusMinutes(
                  LocalTime.parse(parts.group(7) + ":" + parts.group(8)).toSecondOfDay()
                      / 60L
                      * (parts.group(6).equals("+") ? 1 : -1));
      boolean isYear = utc.getYear() >= 0 && utc.getYear() <= 9999;
      LocalDateTime next = utc.plusSeconds(1);
      boolean mayLeap = next.equals(next.toLocalDate().withDayOfMonth(1).atStartOfDay());
      if (!isYear || (leaps && !mayLeap)) {
        return Optional.empty();
      }
      BigDecimal seconds =
          BigDecimal.valueOf((leaps ? next : utc).toEpochSecond(ZoneOffset.UTC))
              .add(
                  leaps || parts.group(5) == null
                      ? BigDecimal.ZERO
                      : new BigDecimal("0." + parts.group(5)));
      return Optional.of(seconds.movePointRight(9).setScale(0, RoundingMode.CEILING));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Mostly sound; now and then with a number that is out of range, or next to a leap second. */
  private String time() {
    String second = random.nextInt(8) == 0 ? ":59:60" : ":" + two(60) + ":" + two(60);
    String day = random.nextInt(4) == 0 ? "12-31" : two(1, 13) + "-" + two(1, 31);
    String year =
        switch (random.nextInt(6)) {
          case 0 -> "0000";
          case 1 -> "9999";
          default -> String.format("%04d", random.nextInt(10_000));
        };
    String fraction = "";
    if (random.nextBoolean()) {
      fraction = "." + random.nextLong(1, 1_000_000) + "0".repeat(random.nextInt(9));
      fraction += random.nextInt(3) == 0 ? random.nextLong(1, 1_000_000_000_000L) : "";
    }
    String offset =
        random.nextInt(3) == 0
            ? one("Zz")
            : one("+-") + (random.nextInt(4) == 0 ? "00:00" : two(25) + ":" + two(61));
    String hour = random.nextInt(3) == 0 ? "23" : two(25);
    return year + "-" + day + one("Tt ") + hour + second + fraction + offset;
  }

  private String one(String of) {
    return String.valueOf(of.charAt(random.nextInt(of.length())));
  }

  private String two(int end) {
    return two(0, end);
  }

  private String two(int least, int end) {
    return String.format("%02d", random.nextInt(least, end));
  }

  private String broken(String text) {
    int at = random.nextInt(text.length());
    String some = one("0123456789:-+.TZ tz,/é");
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, at) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + some + text.substring(at);
      case 2 -> text.substring(0, at);
      default -> text.substring(0, at) + some + text.substring(at + 1);
    };
  }
}
