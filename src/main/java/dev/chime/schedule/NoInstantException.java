package dev.chime.schedule;

/** Thrown if a schedule would have no occurrence. */
public final class NoInstantException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoInstantException() {
    super("the schedule would have no occurrence from now on");
  }
}
