package dev.chime.web.text;

import dev.chime.web.problem.InvalidRequestException;

/**
 * Checks that text is well-formed Unicode: JSON escapes can spell half a surrogate pair, UTF-8
 * cannot.
 */
public final class WellFormedText {

  private WellFormedText() {}

  /** Throws the problem, with the name of the field, if the text has half a surrogate pair. */
  public static void check(String field, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          throw new InvalidRequestException(field, "must not have half a surrogate pair in it");
        }
        i++;
      }
    }
  }
}
