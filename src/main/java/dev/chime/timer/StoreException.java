package dev.chime.timer;

import org.jspecify.annotations.Nullable;

/** Thrown if the store cannot do what it was asked to do, at least for now. */
public class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An exception with a message and its cause, if there is one. */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
