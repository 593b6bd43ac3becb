package com.example.chime.jdk;

import java.io.IOException;

/** An answer that is an error, after all repetitions that make sense. */
public final class ChimeException extends IOException {

  private static final long serialVersionUID = 1;

  private final int status;

  ChimeException(int status, String problem) {
    super(status + ": " + problem);
    this.status = status;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }
}
