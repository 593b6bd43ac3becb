package dev.chime.timer;

import java.time.Instant;

/** Thrown if a test clock cannot be turned as asked: backward, or too far. */
public final class ImpossibleTurnException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Instant now;

  /**
   * The clock stays where it is.
   *
   * @param now what it shows
   */
  public ImpossibleTurnException(Instant now) {
    super("a test clock that shows " + now + " cannot be turned as asked", null, false, false);
    this.now = now;
  }

  /** What the clock shows. */
  public Instant now() {
    return now;
  }
}
