package dev.chime.web;

import dev.chime.timer.Timer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code ETag} of a timer is its version. */
final class EntityTag {

  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");

  private EntityTag() {}

  static String of(Timer timer) {
    return "\"" + timer.version() + "\"";
  }

  /** Whether any of the tags in {@code If-None-Match} headers, or {@code *}, is this timer's. */
  static boolean matches(@Nullable List<String> ifNoneMatch, Timer timer) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String header : ifNoneMatch) {
      if (header.strip().equals("*")) {
        return true;
      }
      Matcher tags = TAG.matcher(header);
      while (tags.find()) {
        if (tags.group(1).equals(Long.toString(timer.version()))) {
          return true;
        }
      }
    }
    return false;
  }
}
