package dev.chime.async;

import org.jspecify.annotations.Nullable;

/** Thrown if a task has no value because it threw or was cancelled: tokio's {@code JoinError}. */
public final class JoinException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private JoinException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The message has only the class of the cause, because other methods of it might throw. */
  static JoinException failed(Throwable cause) {
    return new JoinException("task failed: " + cause.getClass().getName(), cause);
  }

  static JoinException cancelled() {
    return new JoinException("task was cancelled", null);
  }

  /** Whether the task was cancelled. If not, it threw, and {@link #getCause()} is the exception. */
  public boolean isCancelled() {
    return getCause() == null;
  }
}
