package dev.chime.web;

import dev.chime.web.problem.InvalidRequestException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** The preference named wait among others, each of which may have parameters. */
  private static final Pattern WAIT =
      Pattern.compile(
          "(?:^|,)\\s*wait\\s*(?:=\\s*\"?([^,;\"\\s]*)\"?)?\\s*(?:[,;]|$)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

  /**
   * What the request says.
   *
   * @param parameter the query parameter; null if there is none
   * @param prefer the values of all {@code Prefer} headers; null if there are none
   */
  static WaitPreference of(
      @Nullable String parameter, @Nullable List<String> prefer, WebLimits limits) {
    if (parameter != null) {
      Duration asked =
          SECONDS.matcher(parameter).matches()
              ? Duration.ofSeconds(Long.parseLong(parameter))
              : DurationText.parse("wait", parameter);
      return capped(asked, limits.maxWait(), false);
    }
    for (String preferences : prefer == null ? List.<String>of() : prefer) {
      Matcher waiting = WAIT.matcher(preferences);
      if (waiting.find()) {
        return capped(seconds(waiting.group(1)), limits.maxWait(), true);
      }
    }
    return new WaitPreference(limits.defaultWait(), null);
  }

  private static Duration seconds(@Nullable String value) {
    if (value == null || !SECONDS.matcher(value).matches()) {
      throw new InvalidRequestException("Prefer", "must say wait=<whole seconds>");
    }
    return Duration.ofSeconds(Long.parseLong(value));
  }

  private static WaitPreference capped(Duration asked, Duration most, boolean acknowledge) {
    boolean cut = asked.compareTo(most) > 0;
    Duration wait = cut ? most : asked;
    return new WaitPreference(wait, cut || acknowledge ? "wait=" + wait.toSeconds() : null);
  }
}
