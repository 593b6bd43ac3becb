package dev.chime.timer;

import org.jspecify.annotations.Nullable;

/** Thrown if as many timers are pending as are allowed. No timer was created. */
public final class TooManyTimersException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Namespace namespace;
  private final long limit;

  /**
   * An exception with the limit that was reached.
   *
   * @param namespace the namespace that has the limit; null if the whole service has it
   */
  public TooManyTimersException(@Nullable Namespace namespace, long limit) {
    super("there are " + limit + " pending timers already", null, false, false);
    this.namespace = namespace;
    this.limit = limit;
  }

  /** The namespace that has the limit; null if the whole service has it. */
  public @Nullable Namespace namespace() {
    return namespace;
  }

  /** How many pending timers are allowed. */
  public long limit() {
    return limit;
  }
}
