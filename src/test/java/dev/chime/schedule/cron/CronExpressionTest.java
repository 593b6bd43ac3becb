package dev.chime.schedule.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** November 2026 ends on a Monday. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 1,15 * MON  | 2026-11-30 2026-12-01 2026-12-07 2026-12-14 2026-12-15",
        "0 0 1,15 * ?    | 2026-12-01 2026-12-15 2027-01-01",
        "0 0 ? * MON     | 2026-11-30 2026-12-07",
        "0 0 ? * ?       | 2026-11-27 2026-11-28",
        "0 0 */2 * MON   | 2026-12-07 2026-12-21 2027-01-11",
        "0 0 1-31/2 * MON | 2026-11-27 2026-11-29 2026-11-30 2026-12-01",
        "0 0 1 * */2     | 2026-12-01 2027-04-01 2027-05-01",
        "0 0 *,5 * MON   | 2026-11-30 2026-12-07",
        "0 0 5,* * MON   | 2026-11-27 2026-11-28",
        "0 0 * * */2     | 2026-11-28 2026-11-29 2026-12-01 2026-12-03 2026-12-05",
        "0 0 * * 1/3     | 2026-11-29 2026-11-30 2026-12-03 2026-12-06",
        "0 0 * * sat-Sun | 2026-11-28 2026-11-29 2026-12-05",
        "0 0 * * 5-7     | 2026-11-27 2026-11-28 2026-11-29 2026-12-04",
        "0 0 * * SUN-MON | 2026-11-29 2026-11-30 2026-12-06",
        "0 0 * * 0-7     | 2026-11-27 2026-11-28",
        "0 0 * * */7     | 2026-11-29 2026-12-06",
        "0 0 1 feb,Mar * | 2027-02-01 2027-03-01 2028-02-01",
        "0 0 1 */5 *     | 2027-01-01 2027-06-01 2027-11-01 2028-01-01",
        "0 0 1 11/1 *    | 2026-12-01 2027-11-01 2027-12-01",
        "0 0 1 DEC/1 *   | 2026-12-01 2027-12-01",
        "0 0 l-3 * *     | 2026-11-27 2026-12-28 2027-01-28 2027-02-25",
        "0 0 LW * *      | 2026-11-30 2026-12-31 2027-01-29 2027-02-26",
        "0 0 1W * *      | 2026-12-01 2027-01-01 2027-02-01 2027-03-01 2027-04-01 2027-05-03",
        "0 0 31W * *     | 2026-12-31 2027-01-29 2027-03-31 2027-05-31",
        "0 0 28w 2 *     | 2027-02-26 2028-02-28",
        "0 0 1,L * *     | 2026-11-30 2026-12-01 2026-12-31",
        "0 0 * * 0#1,7L  | 2026-11-29 2026-12-06 2026-12-27 2027-01-03",
        "0 0 * * MON#1,friL | 2026-11-27 2026-12-07 2026-12-25 2027-01-04",
        "0 0 13 * 5#2    | 2026-12-11 2026-12-13 2027-01-08 2027-01-13",
        "0 0 * 2 MON#5   | 2044-02-29 2072-02-29 2112-02-29",
        "0 0 29 2 */7    | 2032-02-29 2060-02-29 2088-02-29 2128-02-29",
        "0 0 29 2 1#1    | 2027-02-01 2028-02-07 2028-02-29",
        "@yearly         | 2027-01-01 2028-01-01",
        "@Annually       | 2027-01-01 2028-01-01",
        "@monthly        | 2026-12-01 2027-01-01",
        "@WEEKLY         | 2026-11-29 2026-12-06",
        "@daily          | 2026-11-27 2026-11-28",
        "' @midnight '   | 2026-11-27 2026-11-28"
      })
  void happensOnTheseDays(String text, String days) {
    List<Instant> expected =
        Arrays.stream(days.split(" ")).map(day -> Instant.parse(day + "T00:00:00Z")).toList();
    assertThat(next(text, "2026-11-26T12:00:00Z", ZoneOffset.UTC, expected.size()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "10 30 9 * * *, 2026-11-26T09:30:09.999Z, 2026-11-26T09:30:10Z",
    "10 30 9 * * *, 2026-11-26T09:30:10Z, 2026-11-27T09:30:10Z",
    "* * * * * *, 2026-11-26T23:59:59Z, 2026-11-27T00:00:00Z",
    "*/20 * * * * *, 2026-11-26T12:00:40.000000001Z, 2026-11-26T12:01:00Z",
    "59 59 23 31 12 *, 2026-12-31T23:59:58Z, 2026-12-31T23:59:59Z",
    "59 59 23 31 12 *, 2026-12-31T23:59:59Z, 2027-12-31T23:59:59Z",
    "'5,7 30 9-11 * * *', 2026-11-26T09:30:07Z, 2026-11-26T10:30:05Z",
    "@hourly, 2026-11-26T09:30:07Z, 2026-11-26T10:00:00Z",
    "*/60 * * * *, 2026-11-26T09:30:07Z, 2026-11-26T10:00:00Z",
    "0 */24 * * *, 2026-11-26T09:30:07Z, 2026-11-27T00:00:00Z"
  })
  void happensAtTheseTimes(String text, String after, Instant expected) {
    assertThat(next(text, after, ZoneOffset.UTC, 1)).containsExactly(expected);
  }

  /** Berlin goes from 2 to 3 on 28 March 2027, and from 3 back to 2 on 31 October. */
  @ParameterizedTest
  @CsvSource({
    // a list, a range or all hours by number: once
    "30 1-3 * * *, 2027-03-28T00:00:00Z, 2027-03-28T00:30:00Z 2027-03-28T01:00:00Z"
        + " 2027-03-28T01:30:00Z",
    "0 0-23 * * *, 2027-03-28T00:30:00Z, 2027-03-28T01:00:00Z 2027-03-28T02:00:00Z",
    "0 2 * * *, 2027-03-28T00:59:59.999Z, 2027-03-28T01:00:00Z 2027-03-29T00:00:00Z",
    "59 59 2 * * *, 2027-03-28T00:59:59Z, 2027-03-28T01:00:00Z 2027-03-29T00:59:59Z",
    "0 2 * * *, 2027-03-28T01:00:00Z, 2027-03-29T00:00:00Z",
    "* 2 * * *, 2027-10-31T00:58:30Z, 2027-10-31T00:59:00Z 2027-11-01T01:00:00Z",
    "'0 2,3 * * *', 2027-10-30T23:00:00Z, 2027-10-31T00:00:00Z 2027-10-31T02:00:00Z",
    "30 2 * * *, 2027-10-31T01:10:00Z, 2027-11-01T01:30:00Z",
    "0 3 * * *, 2027-10-31T01:10:00Z, 2027-10-31T02:00:00Z",
    // a wildcard or a step: as the clock shows it
    "30 1-3/1 * * *, 2027-03-28T00:00:00Z, 2027-03-28T00:30:00Z 2027-03-28T01:30:00Z",
    "30 2/24 * * *, 2027-03-28T00:00:00Z, 2027-03-29T00:30:00Z",
    "30 2/24 * * *, 2027-10-31T00:00:00Z, 2027-10-31T00:30:00Z 2027-10-31T01:30:00Z"
        + " 2027-11-01T01:30:00Z",
    "'30 2,*/8 * * *', 2027-10-31T00:00:00Z, 2027-10-31T00:30:00Z 2027-10-31T01:30:00Z",
    "30 * * * *, 2027-10-31T00:00:00Z, 2027-10-31T00:30:00Z 2027-10-31T01:30:00Z"
  })
  void followsItsRuleWhereTheClockChanges(String text, String after, String instants) {
    List<Instant> expected = Arrays.stream(instants.split(" ")).map(Instant::parse).toList();
    assertThat(next(text, after, BERLIN, expected.size())).isEqualTo(expected);
  }

  /** Samoa had no 30 December 2011: it went from one side of the date line to the other. */
  @ParameterizedTest
  @CsvSource({
    "0 12 * * *, 2011-12-29T23:00:00Z, 2011-12-30T10:00:00Z 2011-12-30T22:00:00Z",
    "0 0 31 12 *, 2011-12-29T23:00:00Z, 2011-12-30T10:00:00Z 2012-12-30T10:00:00Z",
    "0 * 30 12 *, 2011-12-29T23:00:00Z, 2012-12-29T10:00:00Z"
  })
  void aWholeDayMayBeMissing(String text, String after, String instants) {
    List<Instant> expected = Arrays.stream(instants.split(" ")).map(Instant::parse).toList();
    assertThat(next(text, after, ZoneId.of("Pacific/Apia"), expected.size())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 * * *", "0 * * * *"})
  void goesFromTheYear0ToTheYear9999(String text) {
    CronExpression cron = CronExpression.parse(text);
    Instant first = Instant.parse("0000-01-01T00:00:00Z");
    assertThat(cron.next(Instant.MIN, ZoneOffset.UTC)).isEqualTo(first);
    assertThat(cron.next(first.minusNanos(1), ZoneOffset.UTC)).isEqualTo(first);
    for (ZoneId zone : List.of(ZoneOffset.UTC, ZoneOffset.MIN, ZoneOffset.MAX, BERLIN)) {
      Instant next = cron.next(Instant.parse("9999-12-30T23:30:00Z"), zone);
      Instant last = next;
      for (; next != null; next = cron.next(last, zone)) {
        assertThat(next).isBefore("+10000-01-01T00:00:00Z");
        last = next;
      }
      assertThat(last).isAfter("9999-12-30T23:30:00Z");
      assertThat(cron.next(Instant.MAX, zone)).isNull();
    }
  }

  /** The hour is a step, and the last Sunday in March leaves it out. */
  @Test
  void neverHappensInAZoneThatLeavesItOutEachTime() {
    CronExpression cron = CronExpression.parse("30 2/24 * 3 SUNL");
    assertThat(cron.next(Instant.parse("2026-11-26T00:00:00Z"), BERLIN)).isNull();
    assertThat(cron.next(Instant.parse("2026-11-26T00:00:00Z"), ZoneOffset.UTC)).isNotNull();
  }

  @Test
  void isItsText() {
    CronExpression cron = CronExpression.parse(" 0 9\t* * mon ");
    assertThat(cron).hasToString(" 0 9\t* * mon ");
    assertThat(cron).isEqualTo(CronExpression.parse(" 0 9\t* * mon "));
    assertThat(cron).hasSameHashCodeAs(CronExpression.parse(" 0 9\t* * mon "));
    assertThat(cron).isNotEqualTo(CronExpression.parse("0 9 * * MON"));
    assertThat(cron).isNotEqualTo("0 9 * * MON");
  }

  private static List<Instant> next(String text, String after, ZoneId zone, int count) {
    CronExpression cron = CronExpression.parse(text);
    List<Instant> instants = new ArrayList<>();
    Instant next = Instant.parse(after);
    for (int i = 0; i < count; i++) {
      next = cron.next(next, zone);
      instants.add(next);
    }
    return instants;
  }
}
