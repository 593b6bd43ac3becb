package dev.chime.timer;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A timer that a client wants to create.
 *
 * @param due when it is to elapse
 * @param maxLateness how late it may still elapse; after that it is skipped; null for no limit
 * @param payload JSON, as text; null if there is none
 * @param labels names and values by which clients can find it
 * @param destination where it is delivered when it elapses; null for nowhere
 */
public record TimerDraft(
    Due due,
    @Nullable Duration maxLateness,
    @Nullable String payload,
    Map<String, String> labels,
    @Nullable Destination destination) {

  /** A timer that is delivered nowhere. */
  public TimerDraft(
      Due due,
      @Nullable Duration maxLateness,
      @Nullable String payload,
      Map<String, String> labels) {
    this(due, maxLateness, payload, labels, null);
  }
}
