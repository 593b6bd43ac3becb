package dev.chime.timer;

import org.jspecify.annotations.Nullable;

/** The store cannot do what it was asked to do, at least for now. */
public class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An exception with the reason in words and in full. */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
