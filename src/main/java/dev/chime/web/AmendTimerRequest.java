package dev.chime.web;

import dev.chime.timer.Amendment;
import dev.chime.web.problem.InvalidRequestException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to change a timer. A field that is left out keeps its value.
 *
 * @param delay the new deadline, as a duration from now; this or {@code at}
 * @param at the new deadline, as a time; this or {@code delay}
 * @param payload the new payload
 * @param labels the new labels, which replace all old ones
 * @param deliver where it is to be delivered instead
 */
record AmendTimerRequest(
    @Nullable String delay,
    @Nullable String at,
    @Nullable JsonText payload,
    @Nullable Map<String, String> labels,
    @Nullable DeliverField deliver) {

  /** Returns the amendment, or throws the problem with the first rule that is broken. */
  Amendment toAmendment(WebLimits limits) {
    boolean isEmpty =
        delay == null && at == null && payload == null && labels == null && deliver == null;
    if (isEmpty) {
      throw new InvalidRequestException(
          "body", "must have one of delay, at, payload, labels and deliver");
    }
    return new Amendment(
        DueFields.parse(delay, at),
        payload == null ? null : payload.checked(limits.maxPayloadBytes()),
        labels == null ? null : Labels.checked(labels),
        DeliverField.parse(deliver, limits));
  }
}
