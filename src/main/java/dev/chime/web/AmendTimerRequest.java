package dev.chime.web;

import dev.chime.timer.Amendment;
import dev.chime.web.problem.InvalidRequestException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to change a timer. What is not there stays as it is.
 *
 * @param delay the new deadline: how long from now; this or {@code at}
 * @param at the new deadline: when; this or {@code delay}
 * @param payload the new payload
 * @param labels all of the new labels
 */
record AmendTimerRequest(
    @Nullable String delay,
    @Nullable String at,
    @Nullable JsonText payload,
    @Nullable Map<String, String> labels) {

  /** What is asked for, if it breaks no rule. */
  Amendment toAmendment(WebLimits limits) {
    if (delay == null && at == null && payload == null && labels == null) {
      throw new InvalidRequestException("body", "must have one of delay, at, payload and labels");
    }
    return new Amendment(
        DueFields.parse(delay, at),
        payload == null ? null : payload.checked(limits.maxPayloadBytes()),
        labels == null ? null : Labels.checked(labels));
  }
}
