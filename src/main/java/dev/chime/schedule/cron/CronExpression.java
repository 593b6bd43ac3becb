package dev.chime.schedule.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression: minute, hour, day of month, month and day of week, with a second before them
 * or not. Immutable and thread-safe.
 *
 * <p>Where clocks are changed: a time that the wall clock leaves out happens once, at the first
 * instant after the gap. A time that it shows twice happens once, the first time. But if the hour
 * is a wildcard or has a step, what happens is what the wall clock shows: twice in the latter case,
 * and not in a gap.
 *
 * <p>The next time is found by jumping from field to field over sets of bits, and not by trying one
 * time after another.
 */
public final class CronExpression {

  private static final Map<String, String> MACROS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final int MAX_LENGTH = 200;
  private static final int FIELDS = 5;
  private static final int MAX_YEAR = 9999;
  private static final int MIN_YEAR = 1;

  /** After so many years the days of the Gregorian calendar repeat. */
  private static final int CYCLE_YEARS = 400;

  private final String text;
  private final long seconds;
  private final long minutes;
  private final long hours;
  private final CronDays days;
  private final long months;
  private final boolean showsEachTime;

  private CronExpression(String text, String second, List<String> fields) {
    this.text = text;
    this.seconds = CronField.SECOND.parse(second);
    this.minutes = CronField.MINUTE.parse(fields.get(0));
    this.hours = CronField.HOUR.parse(fields.get(1));
    this.days = new CronDays(fields.get(2), fields.get(4));
    this.months = CronField.MONTH.parse(fields.get(3));
    this.showsEachTime = CronField.items(fields.get(1)).stream().anyMatch(CronExpression::isOpen);
  }

  private static boolean isOpen(String item) {
    return item.equals("*") || item.equals("?") || item.indexOf('/') >= 0;
  }

  /**
   * Parses an expression.
   *
   * @throws InvalidCronException if it is none, or if it never matches
   */
  public static CronExpression parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidCronException("must be at most " + MAX_LENGTH + " characters long");
    }
    String trimmed = text.strip();
    String plain = MACROS.getOrDefault(trimmed.toLowerCase(Locale.ROOT), trimmed);
    if (plain.startsWith("@")) {
      throw new InvalidCronException(
          "must be one of @yearly, @annually, @monthly, @weekly, @daily, @midnight and @hourly, or"
              + " have fields");
    }
    List<String> fields = List.of(plain.split("\\s+"));
    if (fields.size() != FIELDS && fields.size() != FIELDS + 1) {
      throw new InvalidCronException("must have 5 fields, or 6 with seconds");
    }
    boolean hasSecond = fields.size() > FIELDS;
    CronExpression parsed =
        new CronExpression(
            String.join(" ", trimmed.split("\\s+")),
            hasSecond ? fields.getFirst() : "0",
            hasSecond ? fields.subList(1, fields.size()) : fields);
    if (parsed.nextLocal(LocalDateTime.of(2000, 1, 1, 0, 0)) == null) {
      throw new InvalidCronException("must match a day that exists");
    }
    return parsed;
  }

  /**
   * The first instant after a time.
   *
   * @param zone whose wall clock the expression is about
   * @return null if there is none until the end of the year 9999
   */
  public @Nullable Instant next(Instant after, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    return showsEachTime ? nextShown(after, rules) : nextOnce(after, rules);
  }

  /** Each local time is one instant, and the instants are in the order of the local times. */
  private @Nullable Instant nextOnce(Instant after, ZoneRules rules) {
    LocalDateTime local =
        nextLocal(
            LocalDateTime.ofInstant(after, rules.getOffset(after)).truncatedTo(ChronoUnit.SECONDS));
    while (local != null) {
      Instant instant = instant(local, rules);
      if (instant.isAfter(after)) {
        return instant;
      }
      local = nextLocal(local.plusSeconds(1));
    }
    return null;
  }

  private static Instant instant(LocalDateTime local, ZoneRules rules) {
    ZoneOffsetTransition transition = rules.getTransition(local);
    if (transition == null) {
      return local.toInstant(rules.getOffset(local));
    }
    return transition.isGap()
        ? transition.getInstant()
        : local.toInstant(transition.getOffsetBefore());
  }

  /** Between two transitions, the wall clock goes on like any other. */
  private @Nullable Instant nextShown(Instant after, ZoneRules rules) {
    Instant start = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    while (true) {
      ZoneOffset offset = rules.getOffset(start);
      LocalDateTime local = nextLocal(LocalDateTime.ofInstant(start, offset));
      Instant next = local == null ? null : local.toInstant(offset);
      ZoneOffsetTransition transition = rules.nextTransition(start);
      if (next == null || transition == null || next.isBefore(transition.getInstant())) {
        return next;
      }
      start = transition.getInstant();
    }
  }

  /** The first local time from this one on that matches; null if there is none. */
  private @Nullable LocalDateTime nextLocal(LocalDateTime from) {
    int endYear = Math.min(MAX_YEAR, Math.max(from.getYear(), MIN_YEAR) + CYCLE_YEARS);
    LocalDateTime time = from.getYear() < MIN_YEAR ? LocalDateTime.of(MIN_YEAR, 1, 1, 0, 0) : from;
    while (time.getYear() <= endYear) {
      int month = next(months, time.getMonthValue());
      if (month < 0) {
        time = startOfYear(time.getYear() + 1);
      } else if (month > time.getMonthValue()) {
        time = LocalDateTime.of(time.getYear(), month, 1, 0, 0);
      } else {
        int day = next(days.of(time.getYear(), month), time.getDayOfMonth());
        if (day < 0) {
          time = startOfMonth(time).plusMonths(1);
        } else if (day > time.getDayOfMonth()) {
          time = startOfMonth(time).withDayOfMonth(day);
        } else {
          LocalDateTime found = nextInDay(time);
          if (found != null) {
            return found;
          }
          time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
        }
      }
    }
    return null;
  }

  private static LocalDateTime startOfYear(int year) {
    return LocalDateTime.of(year, 1, 1, 0, 0);
  }

  private static LocalDateTime startOfMonth(LocalDateTime time) {
    return LocalDateTime.of(time.getYear(), time.getMonthValue(), 1, 0, 0);
  }

  /** The first time from this one on that matches on the same day; null if there is none. */
  private @Nullable LocalDateTime nextInDay(LocalDateTime from) {
    int hour = next(hours, from.getHour());
    int minute = from.getMinute();
    int second = from.getSecond();
    if (hour == from.getHour()) {
      minute = next(minutes, from.getMinute());
      if (minute == from.getMinute()) {
        second = next(seconds, from.getSecond());
        if (second < 0) {
          minute = next(minutes, from.getMinute() + 1);
          second = next(seconds, 0);
        }
      } else {
        second = next(seconds, 0);
      }
      if (minute < 0) {
        hour = next(hours, from.getHour() + 1);
        minute = next(minutes, 0);
        second = next(seconds, 0);
      }
    } else {
      minute = next(minutes, 0);
      second = next(seconds, 0);
    }
    return hour < 0
        ? null
        : LocalDateTime.of(from.toLocalDate(), LocalTime.of(hour, minute, second));
  }

  /** The smallest value of a set that is not smaller than this one; negative if there is none. */
  private static int next(long bits, int from) {
    long left = bits & (-1L << from);
    return left == 0 ? -1 : Long.numberOfTrailingZeros(left);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CronExpression that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The expression as it was given, with single spaces. */
  @Override
  public String toString() {
    return text;
  }
}
