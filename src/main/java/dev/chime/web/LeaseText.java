package dev.chime.web;

import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.text.DurationText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Parses the durations of leases. */
final class LeaseText {

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofHours(12);
  private static final Duration UNLESS_TOLD = Duration.ofSeconds(30);

  private LeaseText() {}

  /** Returns how long a lease is to be; the default if the text is null. */
  static Duration parse(@Nullable String text) {
    if (text == null) {
      return UNLESS_TOLD;
    }
    Duration lease = DurationText.parse("lease", text);
    if (lease.compareTo(LEAST) < 0 || lease.compareTo(MOST) > 0) {
      throw new InvalidRequestException("lease", "must be from 1 second to 12 hours");
    }
    return lease;
  }
}
