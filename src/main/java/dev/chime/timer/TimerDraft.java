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
 * @param traceparent the span of the request; null if it is not in a trace
 */
public record TimerDraft(
    Due due,
    @Nullable Duration maxLateness,
    @Nullable String payload,
    Map<String, String> labels,
    @Nullable Destination destination,
    @Nullable Traceparent traceparent) {

  /** A timer of a request that is not in a trace. */
  public TimerDraft(
      Due due,
      @Nullable Duration maxLateness,
      @Nullable String payload,
      Map<String, String> labels,
      @Nullable Destination destination) {
    this(due, maxLateness, payload, labels, destination, null);
  }

  /** A timer that is delivered nowhere. */
  public TimerDraft(
      Due due,
      @Nullable Duration maxLateness,
      @Nullable String payload,
      Map<String, String> labels) {
    this(due, maxLateness, payload, labels, null);
  }

  /** The same timer of a request with this span; null for none. */
  public TimerDraft withTraceparent(@Nullable Traceparent span) {
    return span == null
        ? this
        : new TimerDraft(due, maxLateness, payload, labels, destination, span);
  }
}
