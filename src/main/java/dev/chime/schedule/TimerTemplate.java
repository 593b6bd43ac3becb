package dev.chime.schedule;

import dev.chime.timer.Destination;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all occurrences of a schedule have in common.
 *
 * @param maxLateness how late an occurrence may still elapse; after that it is skipped; null for no
 *     limit
 * @param payload JSON, as text; null if there is none
 * @param labels names and values by which clients can find the schedule and its occurrences
 * @param destination where occurrences are delivered; null for nowhere
 */
public record TimerTemplate(
    @Nullable Duration maxLateness,
    @Nullable String payload,
    Map<String, String> labels,
    @Nullable Destination destination) {

  /** Copies the labels. */
  public TimerTemplate {
    labels = Map.copyOf(labels);
  }
}
