package dev.chime.schedule.cron;

import static dev.chime.schedule.cron.CronField.DAY_OF_MONTH;
import static dev.chime.schedule.cron.CronField.DAY_OF_WEEK;

/** Parses the two fields that choose days. Texts are in upper case. */
final class DayFields {

  static final String ANY_ALONE_RULE = "must have ? alone";
  static final String LAST_DAY_RULE = "must have L alone, as L-1 to L-30, or as LW";
  static final String LAST_DAY_OF_WEEK_RULE = "must have one day before L, such as 5L or FRIL";
  static final String NUMBER_RULE = "must have one day before # and 1 to 5 after it, such as MON#1";
  static final String WEEKDAY_RULE = "must have one day from 1 to 31 before W, such as 15W";

  private static final int MOST_BEFORE_LAST = 30;
  private static final int MOST_WEEKS = 5;

  private DayFields() {}

  /**
   * Returns the days that the two fields mean together. If both are restricted, it is the days that
   * match either of them, otherwise those that match both. As in Vixie cron, a field that begins
   * with {@code *} is not restricted, even if a step follows.
   */
  static MonthDays parse(String dayOfMonth, String dayOfWeek) {
    MonthDays byMonth = dayOfMonth(dayOfMonth);
    MonthDays byWeek = dayOfWeek(dayOfWeek);
    return isRestricted(dayOfMonth) && isRestricted(dayOfWeek)
        ? byMonth.or(byWeek)
        : byMonth.and(byWeek);
  }

  private static boolean isRestricted(String text) {
    return text.charAt(0) != '*' && text.charAt(0) != '?';
  }

  private static MonthDays dayOfMonth(String text) {
    if (isAny(DAY_OF_MONTH, text)) {
      return MonthDays.of(-1L);
    }
    MonthDays days = MonthDays.of(0);
    for (String item : DAY_OF_MONTH.items(text)) {
      days = days.or(itemOfMonth(item));
    }
    return days;
  }

  private static boolean isAny(CronField field, String text) {
    field.expect(text.indexOf('?') < 0 || text.length() == 1, ANY_ALONE_RULE);
    return text.equals("?");
  }

  private static MonthDays itemOfMonth(String item) {
    if (item.equals("LW")) {
      return MonthDays.lastWeekday();
    }
    if (item.startsWith("L")) {
      int before = item.startsWith("L-") ? CronField.number(item.substring(2)) : 0;
      boolean isValid =
          item.length() == 1
              || (item.charAt(1) == '-' && before >= 1 && before <= MOST_BEFORE_LAST);
      DAY_OF_MONTH.expect(isValid, LAST_DAY_RULE);
      return MonthDays.beforeLast(before);
    }
    if (item.endsWith("W")) {
      String day = item.substring(0, item.length() - 1);
      DAY_OF_MONTH.expect(CronField.number(day) >= 0, WEEKDAY_RULE);
      return MonthDays.weekdayNear(DAY_OF_MONTH.value(day));
    }
    return MonthDays.of(DAY_OF_MONTH.parseItem(item));
  }

  private static MonthDays dayOfWeek(String text) {
    if (isAny(DAY_OF_WEEK, text)) {
      return MonthDays.of(-1L);
    }
    MonthDays days = MonthDays.of(0);
    for (String item : DAY_OF_WEEK.items(text)) {
      days = days.or(itemOfWeek(item));
    }
    return days;
  }

  private static MonthDays itemOfWeek(String item) {
    int hash = item.indexOf('#');
    if (hash >= 0) {
      int number = CronField.number(item.substring(hash + 1));
      DAY_OF_WEEK.expect(hash > 0 && number >= 1 && number <= MOST_WEEKS, NUMBER_RULE);
      return MonthDays.nth(number, oneDay(item.substring(0, hash), NUMBER_RULE));
    }
    if (item.endsWith("L")) {
      String day = item.substring(0, item.length() - 1);
      return MonthDays.last(oneDay(day, LAST_DAY_OF_WEEK_RULE));
    }
    long days = DAY_OF_WEEK.parseItem(item);
    return MonthDays.daysOfWeek(days | ((days >> MonthDays.DAYS_OF_WEEK) & 1)); // 7 is Sunday, too
  }

  private static int oneDay(String text, String rule) {
    boolean isOne = !text.isEmpty() && text.chars().allMatch(Character::isLetterOrDigit);
    DAY_OF_WEEK.expect(isOne, rule);
    return DAY_OF_WEEK.value(text) % MonthDays.DAYS_OF_WEEK;
  }
}
