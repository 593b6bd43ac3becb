package dev.chime.timer;

/** What names may be made of. A loop, for each request and each row that is read has some. */
final class Names {

  private Names() {}

  /**
   * Whether a text is letters and digits of ASCII and those others, at least one and at most so
   * many.
   */
  static boolean isName(String text, int most, String others) {
    if (text.isEmpty() || text.length() > most) {
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
