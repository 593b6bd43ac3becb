package dev.chime.web;

import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.web.problem.InvalidRequestException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code ETag} of a timer is its version. */
final class EntityTag {

  private static final Pattern TAG = Pattern.compile("(W/)?\"([^\"]*)\"");
  private static final Pattern TAGS =
      Pattern.compile("\\s*(?:W/)?\"[^\"]*\"(?:\\s*,\\s*(?:W/)?\"[^\"]*\")*\\s*");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  private EntityTag() {}

  static String of(Timer timer) {
    return "\"" + timer.version() + "\"";
  }

  /** Refuses headers that are neither {@code *} nor tags. */
  static void check(String name, @Nullable List<String> headers) {
    if (headers != null
        && !isAny(headers)
        && !headers.stream().allMatch(header -> TAGS.matcher(header).matches())) {
      throw new InvalidRequestException(
          name, "must be * or entity tags such as \"1\", each in quotes");
    }
  }

  /** Whether any of the tags in {@code If-None-Match} headers, or {@code *}, is this timer's. */
  static boolean matches(@Nullable List<String> ifNoneMatch, Timer timer) {
    if (ifNoneMatch == null) {
      return false;
    }
    if (isAny(ifNoneMatch)) {
      return true;
    }
    for (String header : ifNoneMatch) {
      Matcher tags = TAG.matcher(header);
      while (tags.find()) {
        if (tags.group(2).equals(Long.toString(timer.version()))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether these headers say {@code *}. */
  static boolean isAny(@Nullable List<String> headers) {
    return headers != null && headers.stream().anyMatch(EntityTag::isAny);
  }

  private static boolean isAny(String header) {
    return header.strip().equals("*");
  }

  /**
   * What {@code If-Match} headers ask for: one of their tags, which must be strong (RFC 9110,
   * section 13.1.1).
   */
  static Precondition precondition(@Nullable List<String> ifMatch) {
    if (ifMatch == null || isAny(ifMatch)) {
      return Precondition.NONE;
    }
    check("If-Match", ifMatch);
    Set<Long> versions = new HashSet<>();
    for (String header : ifMatch) {
      Matcher tags = TAG.matcher(header);
      while (tags.find()) {
        if (tags.group(1) == null && VERSION.matcher(tags.group(2)).matches()) {
          versions.add(Long.parseLong(tags.group(2)));
        }
      }
    }
    return new Precondition(versions);
  }
}
