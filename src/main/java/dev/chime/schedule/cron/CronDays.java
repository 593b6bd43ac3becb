package dev.chime.schedule.cron;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The days that a cron expression means. If both day of month and day of week are restricted, a day
 * may match either of them; a field that begins with {@code *} or {@code ?} restricts nothing, as
 * in P. Vixie's cron. Immutable.
 */
final class CronDays {

  private static final int DAYS_OF_WEEK = 7;
  private static final int SUNDAY_BITS = 1 | 1 << DAYS_OF_WEEK;
  private static final int MOST_WEEKS = 5;
  private static final int SATURDAY = 6;

  /** Days that depend on the month. */
  private interface Rule {

    /**
     * The days of a month.
     *
     * @param length the last day
     * @param first the day of week of the first day; 0 is Sunday
     * @return a bit for each day; others than those of the month mean nothing
     */
    long days(int length, int first);
  }

  private final long daysOfMonth;
  private final List<Rule> rulesOfMonth = new ArrayList<>();
  private final long daysOfWeek;
  private final List<Rule> rulesOfWeek = new ArrayList<>();
  private final boolean isEither;

  CronDays(String dayOfMonth, String dayOfWeek) {
    long days = 0;
    for (String item : CronField.items(dayOfMonth.toUpperCase(Locale.ROOT))) {
      days |= parseDayOfMonth(item);
    }
    daysOfMonth = days;
    long week = 0;
    for (String item : CronField.items(dayOfWeek.toUpperCase(Locale.ROOT))) {
      week |= parseDayOfWeek(item);
    }
    daysOfWeek = (week & SUNDAY_BITS) == 0 ? week : week | SUNDAY_BITS;
    isEither = isRestricted(dayOfMonth) && isRestricted(dayOfWeek);
  }

  private static boolean isRestricted(String field) {
    return !field.startsWith("*") && !field.startsWith("?");
  }

  private long parseDayOfMonth(String item) {
    CronField field = CronField.DAY_OF_MONTH;
    if (item.equals("L")) {
      rulesOfMonth.add((length, first) -> 1L << length);
    } else if (item.equals("LW") || item.equals("WL")) {
      rulesOfMonth.add((length, first) -> 1L << weekdayNear(length, length, first));
    } else if (item.startsWith("L-")) {
      int before = field.value(item.substring(2));
      rulesOfMonth.add((length, first) -> before < length ? 1L << (length - before) : 0);
    } else if (item.endsWith("W")) {
      int day = field.value(item.substring(0, item.length() - 1));
      rulesOfMonth.add(
          (length, first) -> day <= length ? 1L << weekdayNear(day, length, first) : 0);
    } else {
      return field.parseItem(item);
    }
    return 0;
  }

  /** The day from Monday to Friday that is nearest to a day, in the same month. */
  private static int weekdayNear(int day, int length, int first) {
    int dayOfWeek = (first + day - 1) % DAYS_OF_WEEK;
    if (dayOfWeek == SATURDAY) {
      return day == 1 ? day + 2 : day - 1;
    }
    if (dayOfWeek == 0) {
      return day == length ? day - 2 : day + 1;
    }
    return day;
  }

  private long parseDayOfWeek(String item) {
    CronField field = CronField.DAY_OF_WEEK;
    int hash = item.indexOf('#');
    if (hash > 0) {
      int day = field.value(item.substring(0, hash)) % DAYS_OF_WEEK;
      String number = item.substring(hash + 1);
      if (number.length() != 1 || number.charAt(0) < '1' || number.charAt(0) > '0' + MOST_WEEKS) {
        throw field.invalid("must have a number from 1 to 5 after #");
      }
      int week = number.charAt(0) - '1';
      rulesOfWeek.add(
          (length, first) ->
              1L << (1 + Math.floorMod(day - first, DAYS_OF_WEEK) + week * DAYS_OF_WEEK));
    } else if (item.length() > 1 && item.endsWith("L")) {
      int day = field.value(item.substring(0, item.length() - 1)) % DAYS_OF_WEEK;
      rulesOfWeek.add(
          (length, first) ->
              1L << (length - Math.floorMod(first + length - 1 - day, DAYS_OF_WEEK)));
    } else {
      return field.parseItem(item);
    }
    return 0;
  }

  /** The days of a month, as bits. */
  long of(int year, int month) {
    LocalDate start = LocalDate.of(year, month, 1);
    int length = start.lengthOfMonth();
    int first = start.getDayOfWeek().getValue() % DAYS_OF_WEEK;
    long byMonth = daysOfMonth;
    for (Rule rule : rulesOfMonth) {
      byMonth |= rule.days(length, first);
    }
    long byWeek = 0;
    for (int day = 1; day <= length; day++) {
      byWeek |= (daysOfWeek >> ((first + day - 1) % DAYS_OF_WEEK) & 1) << day;
    }
    for (Rule rule : rulesOfWeek) {
      byWeek |= rule.days(length, first);
    }
    long ofMonth = (1L << (length + 1)) - 2;
    return (isEither ? byMonth | byWeek : byMonth & byWeek) & ofMonth;
  }
}
