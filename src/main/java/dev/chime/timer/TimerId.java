package dev.chime.timer;

/**
 * The id of a timer, unique within its namespace.
 *
 * @param namespace the namespace
 * @param value the id as clients see it: 1 to 128 characters of {@code A-Z a-z 0-9 . _ ~ -}, which
 *     need no escaping in a URL
 */
public record TimerId(Namespace namespace, String value) {

  /** The rule for ids, in words. */
  public static final String RULE = "must be 1 to 128 of A-Z a-z 0-9 . _ ~ -";

  private static final int MAX_LENGTH = 128;
  private static final String OTHERS = "._~-";

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it breaks the rule
   */
  public TimerId {
    if (!isId(value)) {
      throw new IllegalArgumentException("a timer's id " + RULE);
    }
  }

  /** Whether a text keeps the rule. */
  public static boolean isId(String text) {
    return Names.isName(text, MAX_LENGTH, OTHERS);
  }

  /** The namespace and the id; for the default namespace only the id. */
  @Override
  public String toString() {
    return namespace.equals(Namespace.DEFAULT) ? value : namespace + "/" + value;
  }
}
