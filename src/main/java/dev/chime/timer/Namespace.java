package dev.chime.timer;

/**
 * A namespace, which keeps the timers of different clients apart: an id is unique within a
 * namespace, and a client sees only its own namespace.
 *
 * @param name the name: 1 to 63 characters of {@code A-Z a-z 0-9 . _ -}
 */
public record Namespace(String name) {

  /** The rule for names of namespaces, in words. */
  public static final String RULE = "must be 1 to 63 of A-Z a-z 0-9 . _ -";

  private static final int MAX_LENGTH = 63;
  private static final String OTHERS = "._-";

  /** The namespace of clients that have no namespace of their own. */
  public static final Namespace DEFAULT = new Namespace("default");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it breaks the rule
   */
  public Namespace {
    if (!Names.isName(name, MAX_LENGTH, OTHERS)) {
      throw new IllegalArgumentException("a namespace " + RULE);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
