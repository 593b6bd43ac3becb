package dev.chime.timer;

import org.jspecify.annotations.Nullable;

/** As many timers are pending as may be; no more was created. */
public final class TooManyTimersException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Namespace namespace;
  private final long limit;

  /**
   * An exception that names the limit.
   *
   * @param namespace whose limit it is; null for that of the whole service
   */
  public TooManyTimersException(@Nullable Namespace namespace, long limit) {
    super("there are " + limit + " pending timers already", null, false, false);
    this.namespace = namespace;
    this.limit = limit;
  }

  /** Whose limit it is; null for that of the whole service. */
  public @Nullable Namespace namespace() {
    return namespace;
  }

  /** How many may be pending. */
  public long limit() {
    return limit;
  }
}
