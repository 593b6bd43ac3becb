package dev.chime.schedule.cron;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The instants of a cron expression with five fields, by trying each minute on the wall clock. It
 * shares no code with what it checks, and reads its fields in another way: text by text.
 */
final class BruteForce {

  private final String[] fields;
  private final int[] minutesOfDay;

  BruteForce(String expression) {
    fields = expression.toUpperCase(Locale.ROOT).split(" ", -1);
    minutesOfDay =
        IntStream.range(0, 24 * 60)
            .filter(
                minute ->
                    matches(fields[1], minute / 60, 0, 23)
                        && matches(fields[0], minute % 60, 0, 59))
            .toArray();
  }

  /** All instants after {@code from} and until {@code until}. */
  SortedSet<Instant> instants(Instant from, Instant until, ZoneId zone) {
    boolean showsEachTime = fields[1].contains("*") || fields[1].contains("/");
    ZoneRules rules = zone.getRules();
    SortedSet<Instant> found = new TreeSet<>();
    LocalDate end = LocalDate.ofInstant(until, zone).plusDays(2);
    for (LocalDate day = LocalDate.ofInstant(from, zone).minusDays(2);
        day.isBefore(end);
        day = day.plusDays(1)) {
      if (!matchesDay(day)) {
        continue;
      }
      for (int minute : minutesOfDay) {
        add(day.atTime(minute / 60, minute % 60), rules, showsEachTime, found);
      }
    }
    found.removeIf(each -> !each.isAfter(from) || each.isAfter(until));
    return found;
  }

  private static void add(
      LocalDateTime local, ZoneRules rules, boolean showsEachTime, SortedSet<Instant> found) {
    var offsets = rules.getValidOffsets(local);
    if (offsets.isEmpty()) {
      ZoneOffsetTransition gap = rules.getTransition(local);
      if (!showsEachTime) {
        found.add(gap.getDateTimeAfter().toInstant(gap.getOffsetAfter()));
      }
      return;
    }
    for (ZoneOffset offset : offsets.subList(0, showsEachTime ? offsets.size() : 1)) {
      found.add(local.toInstant(offset));
    }
  }

  private boolean matchesDay(LocalDate day) {
    if (!matches(fields[3], day.getMonthValue(), 1, 12)) {
      return false;
    }
    boolean byMonth = matches(fields[2], day.getDayOfMonth(), 1, 31);
    int dayOfWeek = day.getDayOfWeek().getValue();
    boolean byWeek =
        matches(fields[4], dayOfWeek, 0, 7) || (dayOfWeek == 7 && matches(fields[4], 0, 0, 6));
    boolean isEither = !fields[2].startsWith("*") && !fields[4].startsWith("*");
    return isEither ? byMonth || byWeek : byMonth && byWeek;
  }

  private static boolean matches(String field, int value, int min, int max) {
    for (String item : field.split(",", -1)) {
      String[] parts = item.split("/", -1);
      int step = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
      String[] ends = parts[0].split("-", -1);
      boolean isAll = parts[0].equals("*");
      int first = isAll ? min : Integer.parseInt(ends[0]);
      int last =
          isAll
              ? max
              : ends.length > 1 ? Integer.parseInt(ends[1]) : parts.length > 1 ? max : first;
      if (value >= first && value <= last && (value - first) % step == 0) {
        return true;
      }
    }
    return false;
  }
}
