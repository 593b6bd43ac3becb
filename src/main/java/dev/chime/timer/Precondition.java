package dev.chime.timer;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a timer that a change may be made to.
 *
 * @param versions one of these; null for any
 */
public record Precondition(@Nullable Set<Long> versions) {

  /** Any version. */
  public static final Precondition NONE = new Precondition(null);

  /** Whether this timer has one of the versions. */
  public boolean isMetBy(Timer timer) {
    return versions == null || versions.contains(timer.version());
  }
}
