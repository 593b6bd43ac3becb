package dev.chime.schedule.cron;

import java.time.LocalDate;
import java.time.Month;
import java.time.Year;

/**
 * The times of a wall clock that is never put forward or back. They are found in sets of bits: the
 * next bit is the next value, so a search goes over months at most, and never over hours, minutes
 * or seconds. Immutable and thread-safe.
 *
 * <p>Times are in seconds since 1970 began on that clock.
 */
final class WallTimes {

  /** There is no such time before {@link #END_YEAR} ends. */
  static final long NONE = Long.MAX_VALUE;

  /** An instant in the year 9999 in UTC may be in the next year elsewhere. */
  private static final int END_YEAR = 10_000;

  private static final int MONTHS = 12;
  private static final int DAYS_OF_WEEK = MonthDays.DAYS_OF_WEEK;
  private static final int LEAST_DAYS = 28;
  private static final int MOST_DAYS = 31;
  private static final int DAY = 86_400;
  private static final int HOUR = 3_600;
  private static final int MINUTE = 60;

  /** The first day of 1970 was a Thursday, which is 4. */
  private static final int FIRST_DAY_OF_WEEK = 4;

  private final long seconds;
  private final long minutes;
  private final long hours;
  private final long months;
  private final int firstTime;

  /** The days of each kind of month, as bits. */
  private final int[] days = new int[(MOST_DAYS - LEAST_DAYS + 1) * DAYS_OF_WEEK];

  WallTimes(long seconds, long minutes, long hours, MonthDays days, long months) {
    this.seconds = seconds;
    this.minutes = minutes;
    this.hours = hours;
    this.months = months;
    this.firstTime = time(first(hours, 0), first(minutes, 0), first(seconds, 0));
    for (int length = LEAST_DAYS; length <= MOST_DAYS; length++) {
      for (int first = 0; first < DAYS_OF_WEEK; first++) {
        long inMonth = (1L << (length + 1)) - 2;
        this.days[kind(length, first)] = (int) (days.in(length, first) & inMonth);
      }
    }
  }

  /**
   * Returns whether there is no such day at all. It looks at each kind that a month can be, and not
   * at years: in 400 of them, each month begins on each day of the week, also a February of 29.
   */
  boolean isNever() {
    for (int month = first(months, 1); month > 0; month = first(months, month + 1)) {
      for (int length = Month.of(month).minLength();
          length <= Month.of(month).maxLength();
          length++) {
        for (int first = 0; first < DAYS_OF_WEEK; first++) {
          if (days[kind(length, first)] != 0) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Returns the first time that is not before this one; {@link #NONE} if there is none. */
  long notBefore(long time) {
    long day = Math.floorDiv(time, DAY);
    LocalDate date = LocalDate.ofEpochDay(day);
    int year = date.getYear();
    int month = date.getMonthValue();
    long start = day - date.getDayOfMonth();
    int from = date.getDayOfMonth();
    if (((daysOf(year, month, start) >> from) & 1) != 0) {
      int timeOfDay = timeOfDay((int) (time - day * DAY));
      if (timeOfDay >= 0) {
        return day * DAY + timeOfDay;
      }
    }
    from++;
    while (year <= END_YEAR) {
      int dayOfMonth = first(daysOf(year, month, start), from);
      if (dayOfMonth > 0) {
        return (start + dayOfMonth) * DAY + firstTime;
      }
      start += length(year, month);
      from = 1;
      month++;
      if (month > MONTHS) {
        month = 1;
        year++;
      }
    }
    return NONE;
  }

  /**
   * Returns the days of a month, as bits.
   *
   * @param start the day before its first one, in days since 1970
   */
  private long daysOf(int year, int month, long start) {
    if (((months >> month) & 1) == 0) {
      return 0;
    }
    int first = (int) Math.floorMod(start + 1 + FIRST_DAY_OF_WEEK, (long) DAYS_OF_WEEK);
    return Integer.toUnsignedLong(days[kind(length(year, month), first)]);
  }

  private static int length(int year, int month) {
    return Month.of(month).length(Year.isLeap(year));
  }

  private static int kind(int length, int first) {
    return (length - LEAST_DAYS) * DAYS_OF_WEEK + first;
  }

  /** Returns the first time of day that is not before this one; negative if there is none. */
  private int timeOfDay(int from) {
    int fromHour = from / HOUR;
    int hour = first(hours, fromHour);
    if (hour == fromHour) {
      int fromMinute = from / MINUTE % MINUTE;
      int minute = first(minutes, fromMinute);
      if (minute == fromMinute) {
        int second = first(seconds, from % MINUTE);
        if (second >= 0) {
          return time(hour, minute, second);
        }
        minute = first(minutes, fromMinute + 1);
      }
      if (minute >= 0) {
        return time(hour, minute, first(seconds, 0));
      }
      hour = first(hours, fromHour + 1);
    }
    return hour < 0 ? -1 : time(hour, first(minutes, 0), first(seconds, 0));
  }

  private static int time(int hour, int minute, int second) {
    return hour * HOUR + minute * MINUTE + second;
  }

  /** Returns the first value of a set that is not below this one; negative if there is none. */
  private static int first(long bits, int from) {
    long left = bits & (-1L << from); // no value is 63, so none is lost
    return left == 0 ? -1 : Long.numberOfTrailingZeros(left);
  }
}
