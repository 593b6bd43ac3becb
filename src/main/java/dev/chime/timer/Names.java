package dev.chime.timer;

/** The rule for names. A loop, not a pattern: every request and every row has names to check. */
final class Names {

  private Names() {}

  /**
   * Whether a text is a name: ASCII letters and digits, and the other characters given.
   *
   * @param maxLength the longest that it may be; it must not be empty
   */
  static boolean isName(String text, int maxLength, String others) {
    if (text.isEmpty() || text.length() > maxLength) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isLetterOrDigit(text.charAt(i)) && others.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
