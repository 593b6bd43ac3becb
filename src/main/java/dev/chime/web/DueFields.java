package dev.chime.web;

import dev.chime.timer.Due;
import dev.chime.web.problem.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/** The fields {@code delay} and {@code at}, of which a request has at most one. */
final class DueFields {

  private DueFields() {}

  /** When it is to elapse; null if neither is given. */
  static @Nullable Due parse(@Nullable String delay, @Nullable String at) {
    if (delay != null && at != null) {
      throw new InvalidRequestException("at", "must not be given together with delay");
    }
    if (delay != null) {
      return new Due.After(DurationText.parse("delay", delay));
    }
    return at == null ? null : new Due.At(TimeText.ceil("at", at));
  }
}
