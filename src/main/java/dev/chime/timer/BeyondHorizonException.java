package dev.chime.timer;

/** A deadline is farther away than {@link Timer#HORIZON}. */
public final class BeyondHorizonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BeyondHorizonException() {
    super("the deadline is more than " + Timer.HORIZON.toDays() + " days away", null, false, false);
  }
}
