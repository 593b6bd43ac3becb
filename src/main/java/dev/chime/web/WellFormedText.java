package dev.chime.web;

import dev.chime.web.problem.InvalidRequestException;

/** Text that can be sent: JSON can spell halves of surrogate pairs, UTF-8 cannot. */
final class WellFormedText {

  private WellFormedText() {}

  /** Refuses text with half a surrogate pair in it. */
  static void check(String field, String text) {
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
