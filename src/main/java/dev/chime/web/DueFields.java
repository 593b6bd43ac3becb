package dev.chime.web;

import dev.chime.timer.Due;
import dev.chime.web.problem.InvalidRequestException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The fields {@code delay} and {@code at}, of which a request has at most one. */
final class DueFields {

  static final String AT_RULE = "must be an RFC 3339 time such as \"2030-01-31T12:00:00.000Z\"";

  private DueFields() {}

  /** When it is to elapse; null if neither is given. */
  static @Nullable Due parse(@Nullable String delay, @Nullable String at) {
    if (delay != null && at != null) {
      throw new InvalidRequestException("at", "must not be given together with delay");
    }
    if (delay != null) {
      return new Due.After(DurationText.parse("delay", delay));
    }
    return at == null ? null : new Due.At(parseTime("at", at).toInstant());
  }

  /** A time as clients write it, with its offset. */
  static OffsetDateTime parseTime(String field, String text) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      if (time.getYear() < 0 || time.getYear() > 9999) {
        throw new InvalidRequestException(field, "must be in a year from 0000 to 9999");
      }
      return time;
    } catch (DateTimeException e) {
      throw new InvalidRequestException(
          field,
          isLocal(text) ? "must say its offset from UTC, such as \"Z\" or \"+01:00\"" : AT_RULE);
    }
  }

  private static boolean isLocal(String text) {
    try {
      return LocalDateTime.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
