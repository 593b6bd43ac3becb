package dev.chime.schedule;

import dev.chime.timer.Names;
import dev.chime.timer.Namespace;

/**
 * The id of a schedule, unique within its namespace.
 *
 * @param namespace the namespace
 * @param value the id as clients see it: 1 to 96 characters of {@code A-Z a-z 0-9 . _ -}
 */
public record ScheduleId(Namespace namespace, String value) {

  /** The rule for ids, in words. */
  public static final String RULE = "must be 1 to 96 of A-Z a-z 0-9 . _ -";

  /** So that the ids of its occurrences are ids of timers. */
  private static final int MAX_LENGTH = 96;

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it breaks the rule
   */
  public ScheduleId {
    if (!Names.isName(value, MAX_LENGTH, "._-")) {
      throw new IllegalArgumentException("a schedule's id " + RULE);
    }
  }

  /** The namespace and the id; for the default namespace only the id. */
  @Override
  public String toString() {
    return namespace.equals(Namespace.DEFAULT) ? value : namespace + "/" + value;
  }
}
