package dev.chime.timer;

/**
 * Whose timers they are: ids are unique within a namespace, and nobody sees into another's. 1 to 63
 * of {@code A-Z a-z 0-9 . _ -}.
 *
 * @param name the text
 */
public record Namespace(String name) {

  /** What a namespace may be called, in words. */
  public static final String RULE = "must be 1 to 63 of A-Z a-z 0-9 . _ -";

  private static final int MOST = 63;
  private static final String OTHERS = "._-";

  /** The namespace of those who do not name one. */
  public static final Namespace DEFAULT = new Namespace("default");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if it is not a namespace
   */
  public Namespace {
    if (!Names.isName(name, MOST, OTHERS)) {
      throw new IllegalArgumentException("a namespace " + RULE);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
