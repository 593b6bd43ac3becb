package dev.chime.schedule.cron;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidCronTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "60 * * * *       | minute: must be from 0 to 59",
        "-1 * * * *       | minute: must be from 0 to 59",
        "x * * * *        | minute: must be from 0 to 59",
        "1.5 * * * *      | minute: must be from 0 to 59",
        "+1 * * * *       | minute: must be from 0 to 59",
        "** * * * *       | minute: must be from 0 to 59",
        "1- * * * *       | minute: must be from 0 to 59",
        "1-2-3 * * * *    | minute: must be from 0 to 59",
        "*-5 * * * *      | minute: must be from 0 to 59",
        "99999999999 * * * * | minute: must be from 0 to 59",
        "4294967296 * * * * | minute: must be from 0 to 59",
        "0-60 * * * *     | minute: must be from 0 to 59",
        "L * * * *        | minute: must be from 0 to 59",
        "5-1 * * * *      | minute: must not have a range that ends before it begins",
        "1,,2 * * * *     | minute: must have something on each side of a comma",
        ", * * * *        | minute: must have something on each side of a comma",
        "1, * * * *       | minute: must have something on each side of a comma",
        "*/0 * * * *      | minute: must have steps from 1 to 60",
        "*/61 * * * *     | minute: must have steps from 1 to 60",
        "*/ * * * *       | minute: must have steps from 1 to 60",
        "*/x * * * *      | minute: must have steps from 1 to 60",
        "*/5/5 * * * *    | minute: must have steps from 1 to 60",
        "*/-5 * * * *     | minute: must have steps from 1 to 60",
        "*/2147483648 * * * * | minute: must have steps from 1 to 60",
        "/5 * * * *       | minute: must be from 0 to 59",
        "? * * * *        | minute: must not have ?, which is for day of month and day of week"
            + " alone",
        "60 * * * * *     | second: must be from 0 to 59",
        "* 24 * * *       | hour: must be from 0 to 23",
        "* */25 * * *     | hour: must have steps from 1 to 24",
        "* ? * * *        | hour: must not have ?, which is for day of month and day of week alone",
        "* * 0 * *        | day of month: must be from 1 to 31",
        "* * 32 * *       | day of month: must be from 1 to 31",
        "* * MON * *      | day of month: must be from 1 to 31",
        "* * */32 * *     | day of month: must have steps from 1 to 31",
        "* * ?/2 * *      | day of month: must have ? alone",
        "* * 1,? * *      | day of month: must have ? alone",
        "* * L-0 * *      | 'day of month: must have L alone, as L-1 to L-30, or as LW'",
        "* * L-31 * *     | 'day of month: must have L alone, as L-1 to L-30, or as LW'",
        "* * L- * *       | 'day of month: must have L alone, as L-1 to L-30, or as LW'",
        "* * L5 * *       | 'day of month: must have L alone, as L-1 to L-30, or as LW'",
        "* * LL * *       | 'day of month: must have L alone, as L-1 to L-30, or as LW'",
        "* * L-3W * *     | 'day of month: must have L alone, as L-1 to L-30, or as LW'",
        "* * 5L * *       | day of month: must be from 1 to 31",
        "* * W * *        | 'day of month: must have one day from 1 to 31 before W, such as 15W'",
        "* * 1-5W * *     | 'day of month: must have one day from 1 to 31 before W, such as 15W'",
        "* * */2W * *     | 'day of month: must have one day from 1 to 31 before W, such as 15W'",
        "* * 0W * *       | day of month: must be from 1 to 31",
        "* * 32W * *      | day of month: must be from 1 to 31",
        "* * 5#1 * *      | day of month: must be from 1 to 31",
        "* * * 0 *        | 'month: must be from 1 to 12, or a name such as FEB'",
        "* * * 13 *       | 'month: must be from 1 to 12, or a name such as FEB'",
        "* * * JANUARY *  | 'month: must be from 1 to 12, or a name such as FEB'",
        "* * * MON *      | 'month: must be from 1 to 12, or a name such as FEB'",
        "* * * DEC-JAN *  | month: must not have a range that ends before it begins",
        "* * * L *        | 'month: must be from 1 to 12, or a name such as FEB'",
        "* * * * 8        | 'day of week: must be from 0 to 7, or a name such as MON'",
        "* * * * MONDAY   | 'day of week: must be from 0 to 7, or a name such as MON'",
        "* * * * JAN      | 'day of week: must be from 0 to 7, or a name such as MON'",
        "* * * * FRI-MON  | day of week: must not have a range that ends before it begins",
        "* * * * 7-2      | day of week: must not have a range that ends before it begins",
        "* * * * */8      | day of week: must have steps from 1 to 7",
        "* * * * ?,1      | day of week: must have ? alone",
        "* * * * L        | 'day of week: must have one day before L, such as 5L or FRIL'",
        "* * * * 1-5L     | 'day of week: must have one day before L, such as 5L or FRIL'",
        "* * * * *L       | 'day of week: must have one day before L, such as 5L or FRIL'",
        "* * * * 8L       | 'day of week: must be from 0 to 7, or a name such as MON'",
        "* * * * LW       | 'day of week: must be from 0 to 7, or a name such as MON'",
        "* * * * 5W       | 'day of week: must be from 0 to 7, or a name such as MON'",
        "* * * * 5#0      | 'day of week: must have one day before # and 1 to 5 after it, such as"
            + " MON#1'",
        "* * * * 5#6      | 'day of week: must have one day before # and 1 to 5 after it, such as"
            + " MON#1'",
        "* * * * 5#       | 'day of week: must have one day before # and 1 to 5 after it, such as"
            + " MON#1'",
        "* * * * #1       | 'day of week: must have one day before # and 1 to 5 after it, such as"
            + " MON#1'",
        "* * * * 5#1#1    | 'day of week: must have one day before # and 1 to 5 after it, such as"
            + " MON#1'",
        "* * * * 1-5#1    | 'day of week: must have one day before # and 1 to 5 after it, such as"
            + " MON#1'",
        "* * * * 8#1      | 'day of week: must be from 0 to 7, or a name such as MON'"
      })
  void saysWhichFieldBreaksWhichRule(String text, String message) {
    assertThatExceptionOfType(InvalidCronException.class)
        .isThrownBy(() -> CronExpression.parse(text))
        .withMessage(message)
        .matches(e -> message.equals(e.field() + ": " + e.rule()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "*", "* * * *", "* * * * * * *", "0 0 1 1 * 2030 *", "daily", "1 , 2 3"})
  void saysHowManyFieldsThereAre(String text) {
    isRefused(text, CronExpression.FIELDS_RULE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"@reboot", "@", "@day", "@daily *", "@every 5m", "@dailyx"})
  void saysWhichNicknamesThereAre(String text) {
    isRefused(text, CronExpression.NICKNAME_RULE);
  }

  /** Letters that are ASCII only in upper case: a long s, and an i without its dot. */
  @ParameterizedTest
  @ValueSource(
      strings = {"* * * * \u017fun", "* * * * fr\u0131", "\u0661 * * * *", "*\u00a0* * * *"})
  void takesNoOtherLettersOrDigits(String text) {
    isRefused(text, CronExpression.ASCII_RULE);
  }

  @Test
  void isNotLongerThan500Characters() {
    String text = "0,".repeat(245) + "0 * * * *";
    assertThatNoException().isThrownBy(() -> CronExpression.parse(text + " "));
    isRefused(text + "  ", CronExpression.LENGTH_RULE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 30 2 *",
        "0 0 30,31 FEB ?",
        "0 0 31 4,6,9,11 *",
        "0 0 31W 2,4 *",
        "0 0 L-30 4 *",
        "0 0 L-29 2 *",
        "0 0 30 2 */2",
        "* * * 30 2 *"
      })
  void matchesADay(String text) {
    isRefused(text, CronExpression.NEVER_RULE);
  }

  private static void isRefused(String text, String rule) {
    assertThatExceptionOfType(InvalidCronException.class)
        .as(text)
        .isThrownBy(() -> CronExpression.parse(text))
        .withMessage(rule)
        .matches(e -> e.field() == null && e.rule().equals(rule));
  }
}
