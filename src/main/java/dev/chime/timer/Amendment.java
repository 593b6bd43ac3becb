package dev.chime.timer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes that a client wants to make to a pending timer. A part that is null stays as it is.
 *
 * @param due when the timer is to elapse instead
 * @param payload the new payload, JSON as text
 * @param labels the new labels; they replace all old ones
 * @param destination where it is to be delivered instead
 */
public record Amendment(
    @Nullable Due due,
    @Nullable String payload,
    @Nullable Map<String, String> labels,
    @Nullable Destination destination) {

  /** An amendment that leaves the destination as it is. */
  public Amendment(
      @Nullable Due due, @Nullable String payload, @Nullable Map<String, String> labels) {
    this(due, payload, labels, null);
  }
}
