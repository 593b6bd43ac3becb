package dev.chime.web;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a request is ready to wait: {@code ?wait=20s}, or {@code Prefer: wait=20} (RFC 7240),
 * which has to be acknowledged; the former wins.
 *
 * @param duration how long to wait, within the limit
 * @param applied the value for {@code Preference-Applied}; null if nothing was asked for by {@code
 *     Prefer} and nothing was cut
 */
record WaitPreference(Duration duration, @Nullable String applied) {

  private static final int MOST_DIGITS = 18;
  private static final long VERY_LONG = 1_000_000_000_000_000L;

  /**
   * What the request says.
   *
   * @param parameter the query parameter; null if there is none
   * @param prefer the values of all {@code Prefer} headers; null if there are none
   */
  static WaitPreference of(
      @Nullable String parameter, @Nullable List<String> prefer, WebLimits limits) {
    if (parameter != null) {
      Duration seconds = parameter.length() > MOST_DIGITS ? null : seconds(parameter);
      return capped(
          seconds == null ? DurationText.parse("wait", parameter) : seconds,
          limits.maxWait(),
          false);
    }
    String preferred = prefer == null ? null : Preferences.value(prefer, "wait");
    Duration seconds = preferred == null ? null : seconds(preferred);
    return seconds == null
        ? new WaitPreference(limits.defaultWait(), null) // what cannot be honoured is ignored
        : capped(seconds, limits.maxWait(), true);
  }

  /** So many seconds, or a very long time if they are even more; null if it is no number. */
  private static @Nullable Duration seconds(String text) {
    long seconds = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return null;
      }
      seconds = Math.min(VERY_LONG, seconds * 10 + c - '0');
    }
    return text.isEmpty() ? null : Duration.ofSeconds(seconds);
  }

  private static WaitPreference capped(Duration asked, Duration most, boolean acknowledge) {
    boolean cut = asked.compareTo(most) > 0;
    Duration wait = cut ? most : asked;
    return new WaitPreference(wait, cut || acknowledge ? "wait=" + wait.toSeconds() : null);
  }
}
