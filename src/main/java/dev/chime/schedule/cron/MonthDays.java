package dev.chime.schedule.cron;

/**
 * Sets of the days of a month, as bits: bit 1 is the first day. What they depend on is how long the
 * month is and on which day of the week it begins, so there are 28 kinds of months.
 */
@FunctionalInterface
interface MonthDays {

  int DAYS_OF_WEEK = 7;
  int SATURDAY = 6;

  /**
   * Returns the days in such a month; bits that are none of its days do not count.
   *
   * @param length how many days the month has
   * @param first the day of the week of its first day; 0 is Sunday
   */
  long in(int length, int first);

  /** Returns the same days in each month. */
  static MonthDays of(long days) {
    return (length, first) -> days;
  }

  /** Returns the days that are so many days before the last one. */
  static MonthDays beforeLast(int days) {
    return (length, first) -> bitIf(length > days, length - days);
  }

  /** Returns the days from Monday to Friday that are the nearest in the month to this day. */
  static MonthDays weekdayNear(int day) {
    return (length, first) -> bitIf(day <= length, weekdayNear(day, length, first));
  }

  /** Returns the last days from Monday to Friday. */
  static MonthDays lastWeekday() {
    return (length, first) -> 1L << weekdayNear(length, length, first);
  }

  /** Returns the days of the week in this set. */
  static MonthDays daysOfWeek(long daysOfWeek) {
    return (length, first) -> {
      long days = 0;
      for (int day = 1; day <= length; day++) {
        days |= ((daysOfWeek >> dayOfWeek(day, first)) & 1) << day;
      }
      return days;
    };
  }

  /** Returns the first, second and so on of this day of the week. */
  static MonthDays nth(int number, int dayOfWeek) {
    return (length, first) ->
        1L << ((number - 1) * DAYS_OF_WEEK + 1 + Math.floorMod(dayOfWeek - first, DAYS_OF_WEEK));
  }

  /** Returns the last of this day of the week. */
  static MonthDays last(int dayOfWeek) {
    return (length, first) ->
        1L << (length - Math.floorMod(dayOfWeek(length, first) - dayOfWeek, DAYS_OF_WEEK));
  }

  /** Returns the days that are in this set or in the other one. */
  default MonthDays or(MonthDays other) {
    return (length, first) -> in(length, first) | other.in(length, first);
  }

  /** Returns the days that are in both sets. */
  default MonthDays and(MonthDays other) {
    return (length, first) -> in(length, first) & other.in(length, first);
  }

  private static int dayOfWeek(int day, int first) {
    return (first + day - 1) % DAYS_OF_WEEK;
  }

  private static int weekdayNear(int day, int length, int first) {
    return switch (dayOfWeek(day, first)) {
      case SATURDAY -> day == 1 ? day + 2 : day - 1;
      case 0 -> day == length ? day - 2 : day + 1;
      default -> day;
    };
  }

  private static long bitIf(boolean isThere, int day) {
    return isThere ? 1L << day : 0;
  }
}
