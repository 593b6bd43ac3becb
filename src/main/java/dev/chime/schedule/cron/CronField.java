package dev.chime.schedule.cron;

import java.util.List;

/**
 * The fields of a cron expression, and how to read what they have in common: lists of values,
 * ranges and steps. Texts are in upper case.
 */
enum CronField {
  SECOND("second", 0, 59, 60),
  MINUTE("minute", 0, 59, 60),
  HOUR("hour", 0, 23, 24),
  DAY_OF_MONTH("day of month", 1, 31, 31),
  MONTH(
      "month", 1, 12, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT",
      "NOV", "DEC"),
  /** Sunday is both 0 and 7. */
  DAY_OF_WEEK("day of week", 0, 7, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  static final String NO_ITEM_RULE = "must have something on each side of a comma";
  static final String RANGE_RULE = "must not have a range that ends before it begins";
  static final String ANY_RULE = "must not have ?, which is for day of month and day of week alone";

  private static final int MOST_DIGITS = 6;

  private final String label;
  private final int least;
  private final int most;
  private final int mostStep;

  /** The names of values, from the least one on. */
  @SuppressWarnings("ImmutableEnumChecker") // a list by List.of is immutable
  private final List<String> names;

  CronField(String label, int least, int most, int mostStep, String... names) {
    this.label = label;
    this.least = least;
    this.most = most;
    this.mostStep = mostStep;
    this.names = List.of(names);
  }

  /** Parses a list, and returns its values as bits. */
  long parse(String text) {
    long bits = 0;
    for (String item : items(text)) {
      bits |= parseItem(item);
    }
    return bits;
  }

  /** Splits a list into its items. */
  String[] items(String text) {
    String[] items = text.split(",", -1);
    for (String item : items) {
      expect(!item.isEmpty(), NO_ITEM_RULE);
    }
    return items;
  }

  /** Parses one item, {@code *}, {@code a} or {@code a-b}, with a step or without one. */
  long parseItem(String item) {
    expect(item.indexOf('?') < 0, ANY_RULE);
    int slash = item.indexOf('/');
    String range = slash < 0 ? item : item.substring(0, slash);
    int step = slash < 0 ? 1 : step(item.substring(slash + 1));
    if (range.equals("*")) {
      return bits(least, most, step);
    }
    int dash = range.indexOf('-');
    if (dash < 0) {
      int first = value(range);
      return bits(first, slash < 0 ? first : most, step);
    }
    int first = value(range.substring(0, dash));
    int last = value(range.substring(dash + 1));
    if (this == DAY_OF_WEEK && last == 0 && first > 0) {
      last = most; // to Sunday, as in SAT-SUN
    }
    expect(first <= last, RANGE_RULE);
    return bits(first, last, step);
  }

  private static long bits(int first, int last, int step) {
    long bits = 0;
    for (int value = first; value <= last; value += step) {
      bits |= 1L << value;
    }
    return bits;
  }

  private int step(String text) {
    int step = number(text);
    expect(step >= 1 && step <= mostStep, stepRule());
    return step;
  }

  /** Parses a value: a number or a name. */
  int value(String text) {
    int name = names.indexOf(text);
    int value = name >= 0 ? least + name : number(text);
    expect(value >= least && value <= most, valueRule());
    return value;
  }

  /** Returns a number; negative if it is none, and a large one if it has very many digits. */
  static int number(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return text.length() > MOST_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(text);
  }

  String valueRule() {
    String rule = "must be from " + least + " to " + most;
    return names.isEmpty() ? rule : rule + ", or a name such as " + names.get(1);
  }

  String stepRule() {
    return "must have steps from 1 to " + mostStep;
  }

  void expect(boolean isSo, String rule) {
    if (!isSo) {
      throw new InvalidCronException(label, rule);
    }
  }
}
