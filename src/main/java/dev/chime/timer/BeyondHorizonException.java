package dev.chime.timer;

/** Thrown if a deadline is farther away than {@link Timer#HORIZON}. */
public final class BeyondHorizonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // is never serialized
  private final Due due;

  BeyondHorizonException(Due due) {
    super("the deadline is more than " + Timer.HORIZON.toDays() + " days away", null, false, false);
    this.due = due;
  }

  /** The deadline or delay that the client asked for. */
  public Due due() {
    return due;
  }
}
