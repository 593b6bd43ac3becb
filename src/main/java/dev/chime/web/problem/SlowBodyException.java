package dev.chime.web.problem;

import java.io.IOException;

/** Thrown if the body of a request arrives too slowly, or not at all. */
public final class SlowBodyException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public SlowBodyException() {
    super("the body arrives too slowly");
  }
}
