package dev.chime.web;

import dev.chime.timer.Due;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.text.DurationText;
import dev.chime.web.text.TimeText;
import org.jspecify.annotations.Nullable;

/** Parses the fields {@code delay} and {@code at}. A request has at most one of them. */
final class DueFields {

  private DueFields() {}

  /** Returns when the timer is due; null if neither field is given. */
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
