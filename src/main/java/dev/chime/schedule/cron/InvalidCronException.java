package dev.chime.schedule.cron;

import org.jspecify.annotations.Nullable;

/**
 * Thrown for a text that is not a cron expression, or is one that never matches. Its message is the
 * name of the field and the rule, such as {@code minute: must be from 0 to 59}; it is the rule
 * alone if it is about the expression as a whole.
 */
public final class InvalidCronException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String field;
  private final String rule;

  InvalidCronException(String rule) {
    super(rule);
    this.field = null;
    this.rule = rule;
  }

  InvalidCronException(String field, String rule) {
    super(field + ": " + rule);
    this.field = field;
    this.rule = rule;
  }

  /** Returns the field that breaks the rule; null if it is the expression as a whole. */
  public @Nullable String field() {
    return field;
  }

  /** Returns the rule that is broken: plain English that begins with "must". */
  public String rule() {
    return rule;
  }
}
