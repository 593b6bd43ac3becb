package dev.chime.timer;

/** As many timers are pending as may be; no more was created. */
public final class TooManyTimersException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An exception that names the limit. */
  public TooManyTimersException(long limit) {
    super("there are " + limit + " pending timers already");
  }
}
