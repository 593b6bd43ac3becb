package dev.chime.async;

/** The value of a future that only says that it is done: the book's {@code ()}. */
public enum Unit {
  /** The only value. */
  UNIT;

  private static final Poll.Ready<Unit> READY = new Poll.Ready<>(UNIT);

  /** {@code Poll::Ready(())}, shared so that completing costs no allocation. */
  public static Poll.Ready<Unit> ready() {
    return READY;
  }
}
