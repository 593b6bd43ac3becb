package dev.chime.web;

import dev.chime.web.text.DurationText;
import dev.chime.web.text.Preferences;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a request wants to wait: {@code ?wait=20s}, or {@code Prefer: wait=20} (RFC 7240), which
 * is acknowledged by {@code Preference-Applied}. The parameter wins.
 *
 * @param duration the time to wait, at most the limit
 * @param applied the value for {@code Preference-Applied}; null if {@code Prefer} has no such
 *     preference and nothing was cut
 */
public record WaitPreference(Duration duration, @Nullable String applied) {

  private static final int MOST_DIGITS = 18;
  private static final long VERY_LONG = 1_000_000_000_000_000L;

  /**
   * Returns the wait that a request asks for, or the default.
   *
   * @param parameter the query parameter; null if there is none
   * @param prefer the values of all {@code Prefer} headers; null if there are none
   */
  static WaitPreference of(
      @Nullable String parameter, @Nullable List<String> prefer, WebLimits limits) {
    return of(parameter, prefer, limits, limits.defaultWait());
  }

  /**
   * The same with another default.
   *
   * @param unless the wait of a request that does not ask for one
   */
  static WaitPreference of(
      @Nullable String parameter,
      @Nullable List<String> prefer,
      WebLimits limits,
      Duration unless) {
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
        ? new WaitPreference(unless, null) // RFC 7240: ignore what cannot be honoured
        : capped(seconds, limits.maxWait(), true);
  }

  /** Returns the seconds, capped to avoid overflow; null if the text is not a number. */
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
