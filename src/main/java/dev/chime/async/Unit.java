package dev.chime.async;

/** The value of a future that has no other value: the book's {@code ()}. */
public enum Unit {
  /** The only value. */
  UNIT;

  private static final Poll.Ready<Unit> READY = new Poll.Ready<>(UNIT);

  /** The ready poll of this value; always the same object, so it costs no allocation. */
  public static Poll.Ready<Unit> ready() {
    return READY;
  }
}
