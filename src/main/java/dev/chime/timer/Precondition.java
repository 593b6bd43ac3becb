package dev.chime.timer;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition for a change: the timer must have one of these versions.
 *
 * @param versions the versions; null if the timer may have any version
 */
public record Precondition(@Nullable Set<Long> versions) {

  /** The precondition that every timer meets. */
  public static final Precondition NONE = new Precondition(null);

  /** Whether a timer meets this precondition. */
  public boolean isMetBy(Timer timer) {
    return versions == null || versions.contains(timer.version());
  }
}
