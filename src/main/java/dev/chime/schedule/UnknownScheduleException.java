package dev.chime.schedule;

/** Thrown if there is no such schedule. */
public final class UnknownScheduleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownScheduleException() {
    super("there is no such schedule");
  }
}
