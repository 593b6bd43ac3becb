package dev.chime.web.problem;

import java.io.IOException;

/** A request's body arrives too slowly, or not at all. */
public final class SlowBodyException extends IOException {

  private static final long serialVersionUID = 1L;

  /** An exception without a stack trace worth looking at. */
  public SlowBodyException() {
    super("the body arrives too slowly");
  }
}
