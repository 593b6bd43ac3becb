package dev.chime.schedule.cron;

import java.util.List;
import java.util.Locale;

/**
 * Parses the items of one field that stand for numbers: {@code *}, {@code a}, {@code a-b}, and
 * these with a step {@code /n}.
 *
 * @param name its name, for messages
 * @param min the smallest value
 * @param max the largest value
 * @param names names of values, from {@link #min} on; empty if they have none
 */
record CronField(String name, int min, int max, List<String> names) {

  static final CronField SECOND = new CronField("second", 0, 59, List.of());
  static final CronField MINUTE = new CronField("minute", 0, 59, List.of());
  static final CronField HOUR = new CronField("hour", 0, 23, List.of());
  static final CronField DAY_OF_MONTH = new CronField("day of month", 1, 31, List.of());
  static final CronField MONTH =
      new CronField(
          "month",
          1,
          12,
          List.of(
              "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));

  /** 0 and 7 are Sunday. */
  static final CronField DAY_OF_WEEK =
      new CronField("day of week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

  private static final int SUNDAY = 7;
  private static final int MAX_DIGITS = 4;

  /** Parses a list of items to a set of values, as bits. */
  long parse(String text) {
    long bits = 0;
    for (String item : items(text)) {
      bits |= parseItem(item);
    }
    return bits;
  }

  /** The items of a list. */
  static List<String> items(String text) {
    return List.of(text.split(",", -1));
  }

  /** Parses one item to a set of values, as bits. */
  long parseItem(String item) {
    int slash = item.indexOf('/');
    String range = slash < 0 ? item : item.substring(0, slash);
    int step = slash < 0 ? 1 : step(item.substring(slash + 1));
    int dash = range.indexOf('-');
    int first;
    int last;
    if (range.equals("*") || range.equals("?")) {
      first = min;
      last = lastDistinct();
    } else if (dash > 0) {
      first = value(range.substring(0, dash));
      last = value(range.substring(dash + 1));
      if (isDayOfWeek() && last == 0 && first > 0) {
        last = max; // to Sunday
      }
      if (last < first) {
        throw invalid("must not have a range that ends before it begins: " + range);
      }
    } else {
      first = value(range);
      last = slash < 0 ? first : lastDistinct();
    }
    long bits = 0;
    for (int value = first; value <= last; value += step) {
      bits |= 1L << value;
    }
    return bits;
  }

  private boolean isDayOfWeek() {
    return max == SUNDAY;
  }

  /** The last value that does not mean the same as another one. */
  private int lastDistinct() {
    return isDayOfWeek() ? max - 1 : max;
  }

  private int step(String text) {
    int step = number(text);
    if (step < 1) {
      throw invalid("must have a step of at least 1");
    }
    return step;
  }

  /** Parses a value: a number or a name. */
  int value(String text) {
    int named = names.indexOf(text.toUpperCase(Locale.ROOT));
    int value = named >= 0 ? named + min : number(text);
    if (value < min || value > max) {
      throw invalid("must be from " + min + " to " + max);
    }
    return value;
  }

  private int number(String text) {
    boolean isNumber =
        !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber) {
      throw invalid("must have numbers" + (names.isEmpty() ? "" : " or names") + ", not: " + text);
    }
    return Integer.parseInt(text);
  }

  InvalidCronException invalid(String rule) {
    return new InvalidCronException(name, rule);
  }
}
