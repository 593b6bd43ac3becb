package dev.chime.schedule.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {

  private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * *              | must have 5 fields, or 6 with seconds",
        "* * * * * * *        | must have 5 fields, or 6 with seconds",
        "''                   | must have 5 fields, or 6 with seconds",
        "60 * * * *           | minute must be from 0 to 59",
        "60 * * * * *         | second must be from 0 to 59",
        "* 24 * * *           | hour must be from 0 to 23",
        "* * 0 * *            | day of month must be from 1 to 31",
        "* * * 13 *           | month must be from 1 to 12",
        "* * * * 8            | day of week must be from 0 to 7",
        "-1 * * * *           | minute must have numbers, not: -1",
        "1,,2 * * * *         | minute must have numbers, not: ''",
        "*/0 * * * *          | minute must have a step of at least 1",
        "*/x * * * *          | minute must have numbers, not: x",
        "30-10 * * * *        | minute must not have a range that ends before it begins: 30-10",
        "* * * FOO *          | month must have numbers or names, not: FOO",
        "* * * * FRI#6        | day of week must have a number from 1 to 5 after #",
        "* * * * L            | day of week must have numbers or names, not: L",
        "99999999999 * * * *  | minute must have numbers, not: 99999999999",
        "@reboot              | must be one of @yearly, @annually, @monthly, @weekly, @daily,"
            + " @midnight and @hourly, or have fields",
        "0 0 30 2 *           | must match a day that exists",
        "0 0 31 4,6,9,11 *    | must match a day that exists",
      })
  void refuses(String text, String rule) {
    assertThatThrownBy(() -> CronExpression.parse(text))
        .isInstanceOf(InvalidCronException.class)
        .hasMessage(rule.replace("''", ""));
  }

  @Test
  void refusesLongTexts() {
    assertThatThrownBy(() -> CronExpression.parse("0".repeat(201)))
        .hasMessage("must be at most 200 characters long");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@hourly              | 2026-11-26T01:00:00Z",
        "@daily               | 2026-11-27T00:00:00Z",
        "@Midnight            | 2026-11-27T00:00:00Z",
        "@weekly              | 2026-11-29T00:00:00Z",
        "@monthly             | 2026-12-01T00:00:00Z",
        "@yearly              | 2027-01-01T00:00:00Z",
        "@annually            | 2027-01-01T00:00:00Z",
        "15 * * * * *         | 2026-11-26T00:00:15Z",
        "*/20 59 23 * * *     | 2026-11-26T23:59:00Z",
        "0 0 LW * *           | 2026-11-30T00:00:00Z",
        "0 0 L-2 * *          | 2026-11-28T00:00:00Z",
        "0 0 1W 8 *           | 2027-08-02T00:00:00Z",
        "0 0 31W 1 *          | 2027-01-29T00:00:00Z",
        "0 0 * * sat-sun      | 2026-11-28T00:00:00Z",
        "0 0 ? * fri-sun      | 2026-11-27T00:00:00Z",
        "0 0 * jan mon#1      | 2027-01-04T00:00:00Z",
        "0 0 29 2 *           | 2028-02-29T00:00:00Z",
      })
  void finds(String text, Instant next) {
    assertThat(CronExpression.parse(text).next(NOW, ZoneOffset.UTC)).isEqualTo(next);
  }

  @Test
  void endsWithTheYear9999() {
    CronExpression daily = CronExpression.parse("@daily");

    assertThat(daily.next(Instant.parse("9999-12-30T12:00:00Z"), ZoneOffset.UTC))
        .isEqualTo("9999-12-31T00:00:00Z");
    assertThat(daily.next(Instant.parse("9999-12-31T00:00:00Z"), ZoneOffset.UTC)).isNull();
  }

  @Test
  void findsWhatIsRare() {
    CronExpression rare = CronExpression.parse("0 0 29 2 *");
    Instant next = NOW;
    for (int i = 0; i < 25; i++) {
      next = rare.next(next, ZoneId.of("Europe/Berlin"));
      assertThat(next).isNotNull();
    }
    assertThat(next).isEqualTo("2128-02-28T23:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {" 0  9 * * MON ", "0 9 * * MON"})
  void isEqualToTheSameText(String text) {
    assertThat(CronExpression.parse(text))
        .isEqualTo(CronExpression.parse("0 9 * * MON"))
        .hasSameHashCodeAs(CronExpression.parse("0 9 * * MON"))
        .hasToString("0 9 * * MON");
  }
}
