package dev.chime.web.text;

import org.jspecify.annotations.Nullable;

/** The units of a fixed length, the largest first. */
enum DurationUnit {
  WEEK(7 * 86_400 * 1_000_000_000L),
  DAY(86_400 * 1_000_000_000L),
  HOUR(3_600 * 1_000_000_000L),
  MINUTE(60 * 1_000_000_000L),
  SECOND(1_000_000_000L),
  MILLISECOND(1_000_000),
  MICROSECOND(1_000),
  NANOSECOND(1);

  static final long NANOS_A_SECOND = 1_000_000_000;

  private final long nanos;

  DurationUnit(long nanos) {
    this.nanos = nanos;
  }

  /** Returns the length in nanoseconds. */
  long nanos() {
    return nanos;
  }

  /** Returns the unit with this name in Go or Prometheus; null if there is none. */
  static @Nullable DurationUnit of(String letters) {
    return switch (letters) {
      case "w" -> WEEK;
      case "d" -> DAY;
      case "h" -> HOUR;
      case "m" -> MINUTE;
      case "s" -> SECOND;
      case "ms" -> MILLISECOND;
      case "us", "\u00b5s", "\u03bcs" -> MICROSECOND; // micro sign, Greek mu
      case "ns" -> NANOSECOND;
      default -> null;
    };
  }

  /** Returns the unit with this designator in ISO 8601; null if there is none. */
  static @Nullable DurationUnit of(char designator, boolean isTime) {
    return switch (designator) {
      case 'W' -> isTime ? null : WEEK;
      case 'D' -> isTime ? null : DAY;
      case 'H' -> isTime ? HOUR : null;
      case 'M' -> isTime ? MINUTE : null;
      case 'S' -> isTime ? SECOND : null;
      default -> null;
    };
  }
}
