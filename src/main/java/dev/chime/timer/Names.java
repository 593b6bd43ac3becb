package dev.chime.timer;

/**
 * The rule for names. It is a loop and not a regular expression for speed, because every request
 * and every row has names to check.
 */
public final class Names {

  private static final int MAX_DESTINATION_LENGTH = 63;

  private Names() {}

  /**
   * Whether a text is a name: not empty, and made of ASCII letters, digits and the given other
   * characters.
   *
   * @param maxLength the largest length
   * @param others the other characters
   */
  public static boolean isName(String text, int maxLength, String others) {
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

  /**
   * Checks the name of an endpoint or a queue.
   *
   * @throws IllegalArgumentException if it breaks {@link Destination#RULE}
   */
  static void checkDestination(String name) {
    if (!isName(name, MAX_DESTINATION_LENGTH, "._-")) {
      throw new IllegalArgumentException("a name of an endpoint or a queue " + Destination.RULE);
    }
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
