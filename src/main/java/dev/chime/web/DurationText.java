package dev.chime.web;

import dev.chime.web.problem.InvalidRequestException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as clients write them: ISO-8601 ({@code PT1M30S}) or a number and a unit ({@code 90s}).
 */
final class DurationText {

  static final String RULE =
      "must be a duration such as \"PT30S\", \"30s\" or \"1500ms\" (units ms, s, m, h, d)";

  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,18})(ms|s|m|h|d)");

  private DurationText() {}

  /**
   * The duration that {@code text} says, not negative.
   *
   * @param field what to name in the error
   */
  static Duration parse(String field, String text) {
    Duration duration = parseSigned(field, text);
    if (duration.isNegative()) {
      throw new InvalidRequestException(field, "must not be negative");
    }
    return duration;
  }

  private static Duration parseSigned(String field, String text) {
    try {
      Matcher matcher = NUMBER_AND_UNIT.matcher(text.startsWith("-") ? text.substring(1) : text);
      if (matcher.matches()) {
        Duration duration = of(Long.parseLong(matcher.group(1)), matcher.group(2));
        return text.startsWith("-") ? duration.negated() : duration;
      }
      return Duration.parse(text);
    } catch (DateTimeException | ArithmeticException e) {
      throw new InvalidRequestException(field, RULE);
    }
  }

  private static Duration of(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
