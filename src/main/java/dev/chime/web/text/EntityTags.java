package dev.chime.web.text;

import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.web.problem.InvalidRequestException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entity tags in {@code If-Match} or {@code If-None-Match} headers (RFC 9110, sections 8.8.3
 * and 13.1). The tag of a timer, or of anything else that is changed, is its version. Empty list
 * elements are ignored (section 5.6.1.2).
 *
 * @param isAny whether the header is {@code *}
 * @param strong the versions in strong tags
 * @param all the versions in all tags, weak ones included
 */
public record EntityTags(boolean isAny, Set<Long> strong, Set<Long> all) {

  private static final String WEAK = "W/";
  private static final int MOST_DIGITS = 18;

  /** Returns the {@code ETag} of a timer. */
  public static String of(Timer timer) {
    return of(timer.version());
  }

  /** Returns the {@code ETag} of something that has this version. */
  public static String of(long version) {
    return "\"" + version + "\"";
  }

  /**
   * Parses these headers; null if there are none.
   *
   * @param name the name of the header, for the problem
   */
  public static @Nullable EntityTags parse(String name, @Nullable List<String> headers) {
    if (headers == null || headers.isEmpty()) {
      return null;
    }
    Reader reader = new Reader();
    boolean areTags = headers.stream().allMatch(reader::read);
    if (!areTags || reader.isAny == reader.hasTags) { // exactly one of the two
      throw new InvalidRequestException(
          name, "must be * or entity tags such as \"1\", each in quotes");
    }
    return new EntityTags(reader.isAny, reader.strong, reader.all);
  }

  /** Returns whether one of the tags is this timer's (weak comparison). */
  public boolean match(Timer timer) {
    return match(timer.version());
  }

  /** Returns whether one of the tags is that of this version (weak comparison). */
  public boolean match(long version) {
    return isAny || all.contains(version);
  }

  /** Returns whether one of the tags is that of this version (strong comparison). */
  public boolean matchStrongly(long version) {
    return isAny || strong.contains(version);
  }

  /** Returns the condition that the timer has one of the tags (strong comparison). */
  public Precondition toPrecondition() {
    return isAny ? Precondition.NONE : new Precondition(strong);
  }

  private static final class Reader {
    private final Set<Long> strong = new HashSet<>();
    private final Set<Long> all = new HashSet<>();
    private boolean isAny;
    private boolean hasTags;

    /** Returns whether the header is a valid list. */
    boolean read(String header) {
      boolean mayBegin = true;
      int at = 0;
      while (at < header.length()) {
        char c = header.charAt(at);
        if (c == ',') {
          mayBegin = true;
          at++;
        } else if (c == ' ' || c == '\t') {
          at++;
        } else {
          int end = mayBegin ? element(header, at) : -1;
          if (end < 0) {
            return false;
          }
          mayBegin = false;
          at = end;
        }
      }
      return true;
    }

    /**
     * Reads a tag or {@code *}.
     *
     * @return where it ends; negative if it is neither
     */
    private int element(String header, int begin) {
      if (header.charAt(begin) == '*') {
        isAny = true;
        return begin + 1;
      }
      boolean isWeak = header.startsWith(WEAK, begin);
      int opening = isWeak ? begin + WEAK.length() : begin;
      int closing = header.startsWith("\"", opening) ? header.indexOf('"', opening + 1) : -1;
      if (closing < 0) {
        return -1;
      }
      hasTags = true;
      long version = version(header, opening + 1, closing);
      if (version > 0) {
        all.add(version);
        if (!isWeak) {
          strong.add(version);
        }
      }
      return closing + 1;
    }

    /** Returns the version in a tag; 0 if the tag cannot be one of ours. */
    private static long version(String header, int begin, int end) {
      if (begin == end || end - begin > MOST_DIGITS || header.charAt(begin) == '0') {
        return 0;
      }
      long version = 0;
      for (int i = begin; i < end; i++) {
        char c = header.charAt(i);
        if (c < '0' || c > '9') {
          return 0;
        }
        version = version * 10 + c - '0';
      }
      return version;
    }
  }
}
