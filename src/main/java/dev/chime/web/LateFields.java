package dev.chime.web;

import dev.chime.timer.Timer;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.text.DurationText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Parses {@code ifLate} and {@code maxLateness}: what to do with a timer that is found late. */
final class LateFields {

  static final String FIRE = "fire";
  static final String SKIP = "skip";

  private LateFields() {}

  /** Returns how late the timer may elapse; null for no limit. */
  static @Nullable Duration parse(@Nullable String ifLate, @Nullable String maxLateness) {
    boolean skips = SKIP.equals(ifLate);
    if (ifLate != null && !skips && !FIRE.equals(ifLate)) {
      throw new InvalidRequestException("ifLate", "must be \"fire\" or \"skip\"");
    }
    if (maxLateness == null) {
      if (skips) {
        throw new InvalidRequestException("maxLateness", "must be given with ifLate \"skip\"");
      }
      return null;
    }
    if (!skips) {
      throw new InvalidRequestException("maxLateness", "must come with ifLate \"skip\"");
    }
    Duration most = DurationText.parse("maxLateness", maxLateness);
    if (most.compareTo(Timer.HORIZON) > 0) {
      throw new InvalidRequestException("maxLateness", "must be at most 100 years");
    }
    return most;
  }
}
