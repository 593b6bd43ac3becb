package dev.chime.timer;

/**
 * The name of a timer: 1 to 128 of {@code A-Z a-z 0-9 . _ ~ -}, which need no escaping in a URL,
 * within a namespace.
 *
 * @param namespace whose it is
 * @param value the text, which is all that those within the namespace see
 */
public record TimerId(Namespace namespace, String value) {

  /** What an id may look like, in words. */
  public static final String RULE = "must be 1 to 128 of A-Z a-z 0-9 . _ ~ -";

  private static final int MOST = 128;
  private static final String OTHERS = "._~-";

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if it is not an id
   */
  public TimerId {
    if (!Names.isName(value, MOST, OTHERS)) {
      throw new IllegalArgumentException("a timer's id " + RULE);
    }
  }

  /** The id; with its namespace, unless that is the default one. */
  @Override
  public String toString() {
    return namespace.equals(Namespace.DEFAULT) ? value : namespace + "/" + value;
  }
}
