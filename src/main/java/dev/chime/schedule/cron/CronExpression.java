package dev.chime.schedule.cron;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression: the times of a wall clock at which something happens, and the instants that
 * these are in a zone. Immutable and thread-safe; two are equal if their texts are.
 *
 * <p>It has five fields: minute, hour, day of month, month and day of week; or six, with the second
 * before them. Or it is one of {@code @yearly}, {@code @annually}, {@code @monthly},
 * {@code @weekly}, {@code @daily}, {@code @midnight} and {@code @hourly}. A field is a list of
 * values, ranges {@code a-b}, steps {@code a/n}, {@code a-b/n} and {@code *}{@code /n}, or {@code
 * *}. Months and days of the week have names; case does not count, and Sunday is both 0 and 7.
 *
 * <ul>
 *   <li>Day of month may be {@code L}, the last day, {@code L-3}, three days before it, {@code LW},
 *       the last day from Monday to Friday, or {@code 15W}, the nearest such day in the month.
 *   <li>Day of week may be {@code 5L} or {@code FRIL}, the last Friday, or {@code FRI#2}, the
 *       second one.
 *   <li>Either may be {@code ?}, which is {@code *}. If neither begins with {@code *} or {@code ?},
 *       a day has to match one of the two, otherwise both. This is the rule of Vixie cron, where
 *       {@code *}{@code /2} restricts nothing in this sense.
 * </ul>
 *
 * <p>Where clocks are put forward, a time that is left out happens at the first instant after the
 * gap, and several of them happen there once. Where clocks are put back, a time that is shown twice
 * happens the first time. But if an item of the hour field is {@code *} or has a step, a time
 * happens whenever the clock shows it: twice, and not in a gap.
 */
public final class CronExpression {

  static final String LENGTH_RULE = "must be at most 500 characters long";
  static final String ASCII_RULE = "must have ASCII characters only";
  static final String FIELDS_RULE =
      "must have 5 fields (minute, hour, day of month, month, day of week), or 6 with the second"
          + " before them";
  static final String NICKNAME_RULE =
      "must be @yearly, @annually, @monthly, @weekly, @daily, @midnight or @hourly if it begins"
          + " with @";
  static final String NEVER_RULE = "must match a day that exists";

  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@YEARLY", "0 0 1 1 *",
          "@ANNUALLY", "0 0 1 1 *",
          "@MONTHLY", "0 0 1 * *",
          "@WEEKLY", "0 0 * * 0",
          "@DAILY", "0 0 * * *",
          "@MIDNIGHT", "0 0 * * *",
          "@HOURLY", "0 * * * *");

  private static final int MOST_CHARACTERS = 500;
  private static final int MOST_ASCII = 0x7f;
  private static final int FIELDS = 5;

  /**
   * Days and rules of zones repeat after 400 years, which have two changes of the clock each. So
   * what has not come after so many changes never comes.
   */
  private static final int MOST_CHANGES = 1_200;

  private static final long FIRST = startOfYear(0);
  private static final long END = startOfYear(10_000);

  private final String text;
  private final WallTimes times;
  private final boolean isAsShown;

  private CronExpression(String text, String second, List<String> fields) {
    this.text = text;
    this.times =
        new WallTimes(
            CronField.SECOND.parse(second),
            CronField.MINUTE.parse(fields.get(0)),
            CronField.HOUR.parse(fields.get(1)),
            DayFields.parse(fields.get(2), fields.get(4)),
            CronField.MONTH.parse(fields.get(3)));
    this.isAsShown = fields.get(1).contains("*") || fields.get(1).contains("/");
  }

  /**
   * Parses an expression. Fields are separated by white space.
   *
   * @throws InvalidCronException if it breaks a rule, or if no day ever matches it
   */
  public static CronExpression parse(String text) {
    expect(text.length() <= MOST_CHARACTERS, LENGTH_RULE);
    expect(text.chars().allMatch(c -> c <= MOST_ASCII), ASCII_RULE);
    String trimmed = text.strip().toUpperCase(Locale.ROOT);
    String plain = NICKNAMES.getOrDefault(trimmed, trimmed);
    expect(!plain.startsWith("@"), NICKNAME_RULE);
    List<String> fields = List.of(plain.split("\\s+"));
    expect(fields.size() == FIELDS || fields.size() == FIELDS + 1, FIELDS_RULE);
    CronExpression parsed =
        fields.size() == FIELDS
            ? new CronExpression(text, "0", fields)
            : new CronExpression(text, fields.getFirst(), fields.subList(1, fields.size()));
    expect(!parsed.times.isNever(), NEVER_RULE);
    return parsed;
  }

  /**
   * Returns the first instant after this one at which it happens: a whole second, in the years 0000
   * to 9999 in UTC.
   *
   * @param zone whose wall clock counts
   * @return null if nothing follows
   */
  public @Nullable Instant next(Instant after, ZoneId zone) {
    long from = Math.max(after.getEpochSecond() + 1, FIRST);
    if (from >= END) {
      return null;
    }
    ZoneRules rules = zone.getRules();
    long next = isAsShown ? nextShown(from, rules) : nextOnce(from, rules);
    return next < END ? Instant.ofEpochSecond(next) : null;
  }

  /** Follows the clock from one of its changes to the next. */
  private long nextShown(long from, ZoneRules rules) {
    for (int changes = 0; changes < MOST_CHANGES; changes++) {
      Instant start = Instant.ofEpochSecond(from);
      int offset = rules.getOffset(start).getTotalSeconds();
      long time = times.notBefore(from + offset);
      if (time == WallTimes.NONE) {
        return END;
      }
      ZoneOffsetTransition change = rules.nextTransition(start);
      if (change == null || time - offset < change.toEpochSecond()) {
        return time - offset;
      }
      from = change.toEpochSecond();
    }
    return END;
  }

  /** Takes each time of the clock once, so that their instants are in the same order. */
  private long nextOnce(long from, ZoneRules rules) {
    // The offset is that of the second before: at the end of a gap, its times are still to come.
    ZoneOffset offset = rules.getOffset(Instant.ofEpochSecond(from - 1));
    LocalDateTime start = LocalDateTime.ofEpochSecond(from, 0, offset);
    List<ZoneOffset> offsets = rules.getValidOffsets(start);
    boolean isSecondTime = offsets.size() > 1 && !offsets.getFirst().equals(offset);
    long time =
        times.notBefore(
            isSecondTime
                ? seconds(rules.getTransition(start).getDateTimeBefore())
                : from + offset.getTotalSeconds());
    return time == WallTimes.NONE ? END : firstInstant(time, rules);
  }

  private static long firstInstant(long time, ZoneRules rules) {
    LocalDateTime local = LocalDateTime.ofEpochSecond(time, 0, ZoneOffset.UTC);
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    return offsets.isEmpty()
        ? rules.getTransition(local).toEpochSecond()
        : time - offsets.getFirst().getTotalSeconds();
  }

  private static long seconds(LocalDateTime local) {
    return local.toEpochSecond(ZoneOffset.UTC);
  }

  private static long startOfYear(int year) {
    return seconds(LocalDate.of(year, 1, 1).atStartOfDay());
  }

  private static void expect(boolean isSo, String rule) {
    if (!isSo) {
      throw new InvalidCronException(rule);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CronExpression that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns the text that was parsed, as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
