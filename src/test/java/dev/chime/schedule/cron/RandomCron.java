package dev.chime.schedule.cron;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** A random expression, with what it means worked out beside the text and not from it. */
final class RandomCron {

  private static final String[] MONTHS = {
    "Jan", "FEB", "mar", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "dec"
  };
  private static final String[] DAYS = {"SUN", "Mon", "TUE", "wed", "THU", "FRI", "SAT"};

  private final RandomGenerator random;
  final String text;
  final boolean[] seconds = new boolean[60];
  final boolean[] minutes = new boolean[60];
  final boolean[] hours = new boolean[24];
  final boolean[] months = new boolean[13];
  private Predicate<LocalDate> byMonth = date -> false;
  private Predicate<LocalDate> byWeek = date -> false;
  private final boolean isEither;
  final boolean isAsShown;

  RandomCron(RandomGenerator random, boolean hasSeconds) {
    this.random = random;
    String second = hasSeconds ? list(seconds, 0, 59, new String[0]) + " " : "";
    seconds[0] |= !hasSeconds;
    String minute = list(minutes, 0, 59, new String[0]);
    String hour = list(hours, 0, 23, new String[0]);
    String dayOfMonth = days(true);
    String month = list(months, 1, 12, MONTHS);
    String dayOfWeek = days(false);
    isAsShown = hour.indexOf('*') >= 0 || hour.indexOf('/') >= 0;
    isEither = !dayOfMonth.matches("[*?].*") && !dayOfWeek.matches("[*?].*");
    text = second + String.join(" ", minute, hour, dayOfMonth, month, dayOfWeek);
  }

  private RandomCron(int hour, int minute) {
    random = RandomGenerator.getDefault();
    text = minute + " " + hour + " * * *";
    seconds[0] = true;
    minutes[minute] = true;
    hours[hour] = true;
    Arrays.fill(months, true);
    byMonth = date -> true;
    byWeek = date -> true;
    isEither = false;
    isAsShown = false;
  }

  /** An expression that is not random: each day at this time. */
  static RandomCron daily(int hour, int minute) {
    return new RandomCron(hour, minute);
  }

  boolean matches(LocalDate date) {
    boolean isDay =
        isEither
            ? byMonth.test(date) || byWeek.test(date)
            : byMonth.test(date) && byWeek.test(date);
    return months[date.getMonthValue()] && isDay;
  }

  boolean matches(int secondOfDay) {
    return hours[secondOfDay / 3600] && minutes[secondOfDay / 60 % 60] && seconds[secondOfDay % 60];
  }

  private String list(boolean[] values, int least, int most, String[] names) {
    if (random.nextInt(3) == 0) {
      return item(values, least, most, names, 0);
    }
    StringJoiner items = new StringJoiner(",");
    for (int i = random.nextInt(3); i >= 0; i--) {
      items.add(item(values, least, most, names, random.nextInt(6)));
    }
    return items.toString();
  }

  private String item(boolean[] values, int least, int most, String[] names, int form) {
    int one = least + random.nextInt(most - least + 1);
    int other = least + random.nextInt(most - least + 1);
    int first = Math.min(one, other);
    int last = Math.max(one, other);
    int step = 1 + random.nextInt(7);
    return switch (form) {
      case 0 -> "*" + add(values, least, most, 1);
      case 1 -> "*/" + step + add(values, least, most, step);
      case 2 -> name(first, least, names) + "/" + step + add(values, first, most, step);
      case 3 ->
          name(first, least, names)
              + "-"
              + name(last, least, names)
              + "/"
              + step
              + add(values, first, last, step);
      case 4 ->
          name(first, least, names) + "-" + name(last, least, names) + add(values, first, last, 1);
      default -> name(one, least, names) + add(values, one, one, 1);
    };
  }

  private static String add(boolean[] values, int first, int last, int step) {
    for (int value = first; value <= last; value++) {
      values[value] |= (value - first) % step == 0;
    }
    return "";
  }

  private String name(int value, int least, String[] names) {
    boolean isNamed = value - least < names.length && random.nextBoolean();
    return isNamed ? names[value - least] : Integer.toString(value);
  }

  private String days(boolean areOfMonth) {
    if (random.nextInt(8) == 0) {
      addDays(areOfMonth, date -> true);
      return "?";
    }
    if (random.nextInt(3) > 0) {
      boolean[] values = new boolean[32];
      String text = areOfMonth ? list(values, 1, 31, new String[0]) : list(values, 0, 7, DAYS);
      addDays(areOfMonth, date -> isIn(areOfMonth, values, date));
      return text;
    }
    StringJoiner items = new StringJoiner(",");
    for (int i = random.nextInt(2); i >= 0; i--) {
      items.add(areOfMonth ? specialOfMonth() : specialOfWeek());
    }
    return items.toString();
  }

  private static boolean isIn(boolean areOfMonth, boolean[] values, LocalDate date) {
    int dayOfWeek = date.getDayOfWeek().getValue();
    return areOfMonth
        ? values[date.getDayOfMonth()]
        : values[dayOfWeek] || (dayOfWeek == 7 && values[0]);
  }

  private void addDays(boolean areOfMonth, Predicate<LocalDate> days) {
    if (areOfMonth) {
      byMonth = byMonth.or(days);
    } else {
      byWeek = byWeek.or(days);
    }
  }

  private String specialOfMonth() {
    int number = 1 + random.nextInt(30);
    return switch (random.nextInt(4)) {
      case 0 -> {
        addDays(true, date -> date.equals(lastDay(date)));
        yield "L";
      }
      case 1 -> {
        addDays(true, date -> date.equals(lastDay(date).minusDays(number)));
        yield "l-" + number;
      }
      case 2 -> {
        addDays(true, date -> isNearest(date, date.lengthOfMonth()));
        yield "LW";
      }
      default -> {
        addDays(true, date -> isNearest(date, number));
        yield number + "W";
      }
    };
  }

  private static LocalDate lastDay(LocalDate date) {
    return date.with(TemporalAdjusters.lastDayOfMonth());
  }

  private static boolean isNearest(LocalDate date, int day) {
    if (day > date.lengthOfMonth()) {
      return false;
    }
    LocalDate wanted = date.withDayOfMonth(day);
    for (int distance : new int[] {0, -1, 1, -2, 2}) {
      LocalDate near = wanted.plusDays(distance);
      if (near.getMonth() == date.getMonth() && near.getDayOfWeek().getValue() <= 5) {
        return near.equals(date);
      }
    }
    throw new AssertionError(wanted);
  }

  private String specialOfWeek() {
    int number = random.nextInt(8);
    DayOfWeek day = DayOfWeek.of(number == 0 ? 7 : number);
    String name = name(number, 0, DAYS);
    if (random.nextBoolean()) {
      addDays(false, date -> date.equals(date.with(TemporalAdjusters.lastInMonth(day))));
      return name + "L";
    }
    int nth = 1 + random.nextInt(5);
    addDays(false, date -> date.equals(date.with(TemporalAdjusters.dayOfWeekInMonth(nth, day))));
    return name + "#" + nth;
  }
}
