package dev.chime.timer;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which version a timer has to have for a change to be made.
 *
 * @param versions one of these; null for any
 */
public record Precondition(@Nullable Set<Long> versions) {

  /** Any version will do. */
  public static final Precondition NONE = new Precondition(null);

  /** Whether this timer meets it. */
  public boolean isMetBy(Timer timer) {
    return versions == null || versions.contains(timer.version());
  }
}
