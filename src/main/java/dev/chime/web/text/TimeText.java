package dev.chime.web.text;

import dev.chime.web.problem.InvalidRequestException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Parses times by RFC 3339, section 5.6. {@code T} and {@code Z} may be in lower case, and a space
 * may replace the {@code T}. The year must be 0000 to 9999 in UTC. A leap second is read as the
 * start of the next second, at each point where UTC may have one.
 */
public final class TimeText {

  static final String RULE = "must be an RFC 3339 time such as \"2030-01-31T12:00:00.000Z\"";
  static final String OFFSET_RULE =
      "must say its offset from UTC in hours and minutes, such as \"Z\" or \"+01:00\"";
  static final String YEAR_RULE = "must be in a year from 0000 to 9999 in UTC";
  static final String LEAP_RULE =
      "must not have a second 60 but at 23:59:60 UTC at the end of a month";

  private static final int NANO_DIGITS = 9;
  private static final long SECONDS_A_DAY = 86_400;
  private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay() * SECONDS_A_DAY;
  private static final long END = LocalDate.of(10_000, 1, 1).toEpochDay() * SECONDS_A_DAY;

  private final String field;
  private final String text;
  private int at;
  private int nanos;
  private boolean isLonger; // more digits than nanoseconds have

  private TimeText(String field, String text) {
    this.field = field;
    this.text = text;
  }

  /**
   * Returns the time, rounded up to a nanosecond.
   *
   * @param field the name of the field, for the problem
   */
  public static Instant ceil(String field, String text) {
    TimeText time = new TimeText(field, text);
    Instant floor = time.floor();
    return time.isLonger ? floor.plusNanos(1) : floor;
  }

  /** Returns the time, rounded down to a nanosecond. */
  public static Instant floor(String field, String text) {
    return new TimeText(field, text).floor();
  }

  private Instant floor() {
    LocalDate date = date();
    expect(peekIs('T') || peekIs('t') || peekIs(' '), RULE);
    at++;
    int hour = number(2, 0, 23);
    skip(':');
    int minute = number(2, 0, 59);
    skip(':');
    int second = number(2, 0, 60);
    fraction();
    long seconds =
        date.toEpochDay() * SECONDS_A_DAY
            + (hour * 60L + minute) * 60
            + Math.min(second, 59)
            - offsetSeconds();
    expect(at == text.length(), RULE);
    expect(seconds >= FIRST && seconds < END, YEAR_RULE);
    return second == 60 ? afterLeapSecond(seconds + 1) : Instant.ofEpochSecond(seconds, nanos);
  }

  private LocalDate date() {
    int year = number(4, 0, 9999);
    skip('-');
    int month = number(2, 1, 12);
    skip('-');
    return LocalDate.of(year, month, number(2, 1, YearMonth.of(year, month).lengthOfMonth()));
  }

  /** Leap seconds are announced only months ahead, so the end of any month may have one. */
  private Instant afterLeapSecond(long next) {
    isLonger = false;
    Instant time = Instant.ofEpochSecond(next);
    expect(
        next % SECONDS_A_DAY == 0 && time.atOffset(ZoneOffset.UTC).getDayOfMonth() == 1, LEAP_RULE);
    return time;
  }

  private void fraction() {
    if (!peekIs('.')) {
      expect(!peekIs(','), RULE); // ISO 8601 allows it, RFC 3339 does not
      return;
    }
    int begin = ++at;
    for (; at < text.length() && isDigit(text.charAt(at)); at++) {
      int digit = text.charAt(at) - '0';
      if (at - begin < NANO_DIGITS) {
        nanos = nanos * 10 + digit;
      } else {
        isLonger |= digit > 0;
      }
    }
    expect(at > begin, RULE);
    for (int digits = at - begin; digits < NANO_DIGITS; digits++) {
      nanos *= 10;
    }
  }

  private int offsetSeconds() {
    if (peekIs('Z') || peekIs('z')) {
      at++;
      return 0;
    }
    expect(peekIs('+') || peekIs('-'), OFFSET_RULE);
    int sign = text.charAt(at++) == '+' ? 1 : -1;
    expect(text.length() - at == "01:00".length(), OFFSET_RULE);
    int hours = number(2, 0, 23);
    skip(':');
    return sign * (hours * 60 + number(2, 0, 59)) * 60;
  }

  private int number(int digits, int least, int most) {
    int number = 0;
    for (int end = at + digits; at < end; at++) {
      expect(at < text.length() && isDigit(text.charAt(at)), RULE);
      number = number * 10 + text.charAt(at) - '0';
    }
    expect(number >= least && number <= most, RULE);
    return number;
  }

  private void skip(char c) {
    expect(peekIs(c), RULE);
    at++;
  }

  private boolean peekIs(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void expect(boolean isSo, String rule) {
    if (!isSo) {
      throw new InvalidRequestException(field, rule);
    }
  }
}
