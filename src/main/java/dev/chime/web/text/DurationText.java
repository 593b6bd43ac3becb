package dev.chime.web.text;

import dev.chime.web.problem.InvalidRequestException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses durations: ISO 8601 ({@code PT1M30S}, {@code P2W}), or numbers with units as Go and
 * Prometheus write them ({@code 90s}, {@code 1h30m}). In both, each unit occurs at most once, the
 * largest first, and the last number may have a fraction. A day has 24 hours, a week 7 days.
 */
public final class DurationText {

  static final String RULE =
      "must be a duration such as \"PT30S\", \"1h30m\" or \"1.5s\""
          + " (units w, d, h, m, s, ms, us, ns)";
  static final String SIGN_RULE = "must not have a sign";
  static final String NEGATIVE_RULE = "must not be negative";
  static final String ORDER_RULE = "must have its units once each, the largest first";
  static final String FRACTION_RULE = "must have a fraction in its last number only";
  static final String CALENDAR_RULE =
      "must not have months or years, which have no fixed length: say weeks or days";
  static final String MOST_RULE = "must be at most 100 years";
  static final String LENGTH_RULE = "must be at most 200 characters long";

  private static final int MOST_CHARACTERS = 200;
  private static final int MOST_DIGITS = 18;

  private final String field;
  private final String text;
  private int at;
  private long seconds;
  private long nanos;
  private @Nullable DurationUnit last;
  private boolean hasFraction;

  private DurationText(String field, String text) {
    this.field = field;
    this.text = text;
  }

  /**
   * Returns the duration, not negative, rounded up to a nanosecond.
   *
   * @param field the name of the field, for the problem
   */
  public static Duration parse(String field, String text) {
    boolean isNegative = text.startsWith("-");
    DurationText rest = new DurationText(field, isNegative ? text.substring(1) : text);
    rest.expect(text.length() <= MOST_CHARACTERS, LENGTH_RULE);
    rest.expect(text.indexOf('+') < 0, SIGN_RULE);
    rest.expect(text.indexOf('-', 1) < 0, NEGATIVE_RULE);
    Duration duration = rest.read();
    rest.expect(!isNegative || duration.isZero(), NEGATIVE_RULE);
    return duration;
  }

  private Duration read() {
    try {
      if (text.startsWith("P") || text.startsWith("p")) {
        readIso();
      } else {
        readUnits();
      }
      return Duration.ofSeconds(seconds, nanos);
    } catch (ArithmeticException e) {
      throw new InvalidRequestException(field, MOST_RULE);
    }
  }

  private void readIso() {
    boolean isTime = false;
    at = 1;
    do {
      if (!isTime && at < text.length() && upper(at) == 'T') {
        isTime = true;
        at++;
      }
      int begin = at;
      int end = skipNumber(".,");
      expect(end < text.length(), RULE);
      char designator = upper(at++);
      expect(designator != 'Y' && (designator != 'M' || isTime), CALENDAR_RULE);
      add(text.substring(begin, end).replace(',', '.'), DurationUnit.of(designator, isTime));
    } while (at < text.length());
  }

  private char upper(int index) {
    return text.substring(index, index + 1).toUpperCase(Locale.ROOT).charAt(0);
  }

  private void readUnits() {
    do {
      int begin = at;
      int end = skipNumber(".");
      while (at < text.length() && Character.isLetter(text.charAt(at))) {
        at++;
      }
      String letters = text.substring(end, at);
      expect(!letters.equals("y") && !letters.equals("M") && !letters.equals("mo"), CALENDAR_RULE);
      add(text.substring(begin, end), DurationUnit.of(letters));
    } while (at < text.length());
  }

  /**
   * Skips digits and, after one of these decimal points, more digits.
   *
   * @return where they end
   */
  private int skipNumber(String points) {
    skipDigits();
    if (at < text.length() && points.indexOf(text.charAt(at)) >= 0) {
      at++;
      skipDigits();
    }
    return at;
  }

  private void skipDigits() {
    int begin = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    expect(at > begin, RULE);
  }

  private void add(String number, @Nullable DurationUnit unit) {
    if (unit == null) {
      throw new InvalidRequestException(field, RULE);
    }
    expect(last == null || last.compareTo(unit) < 0, ORDER_RULE);
    expect(!hasFraction, FRACTION_RULE);
    last = unit;
    int point = number.indexOf('.');
    addWhole(point < 0 ? number : number.substring(0, point), unit);
    if (point >= 0) {
      hasFraction = true;
      nanos +=
          new BigDecimal("0" + number.substring(point))
              .multiply(BigDecimal.valueOf(unit.nanos()))
              .setScale(0, RoundingMode.CEILING)
              .longValueExact();
    }
  }

  private void addWhole(String digits, DurationUnit unit) {
    int begin = 0;
    while (begin < digits.length() - 1 && digits.charAt(begin) == '0') {
      begin++;
    }
    expect(digits.length() - begin <= MOST_DIGITS, MOST_RULE);
    long number = Long.parseLong(digits, begin, digits.length(), 10);
    if (unit.nanos() >= DurationUnit.NANOS_A_SECOND) {
      seconds =
          Math.addExact(
              seconds, Math.multiplyExact(number, unit.nanos() / DurationUnit.NANOS_A_SECOND));
    } else {
      long inASecond = DurationUnit.NANOS_A_SECOND / unit.nanos();
      seconds = Math.addExact(seconds, number / inASecond);
      nanos += number % inASecond * unit.nanos();
    }
  }

  private void expect(boolean isSo, String rule) {
    if (!isSo) {
      throw new InvalidRequestException(field, rule);
    }
  }
}
