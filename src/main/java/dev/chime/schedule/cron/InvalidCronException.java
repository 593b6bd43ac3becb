package dev.chime.schedule.cron;

/** Thrown if a text is not a cron expression, or one that never matches. */
public final class InvalidCronException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidCronException(String rule) {
    super(rule);
  }

  InvalidCronException(String field, String rule) {
    super(field + " " + rule);
  }
}
