package dev.chime.web;

import dev.chime.timer.Due;
import dev.chime.timer.TimerDraft;
import dev.chime.web.problem.InvalidRequestException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to create a timer.
 *
 * @param delay the deadline, as a duration from now; this or {@code at}
 * @param at the deadline, as a time; this or {@code delay}
 * @param ifLate {@code fire} or {@code skip}
 * @param maxLateness with {@code skip}: how late the timer may still elapse
 * @param payload any JSON
 * @param labels names and values
 * @param deliver where it is delivered when it elapses
 */
record CreateTimerRequest(
    @Nullable String delay,
    @Nullable String at,
    @Nullable String ifLate,
    @Nullable String maxLateness,
    @Nullable JsonText payload,
    @Nullable Map<String, String> labels,
    @Nullable DeliverField deliver) {

  /** Returns the draft, or throws the problem with the first rule that is broken. */
  TimerDraft toDraft(WebLimits limits) {
    Due due = DueFields.parse(delay, at);
    if (due == null) {
      throw new InvalidRequestException("delay", "or at must be given");
    }
    return new TimerDraft(
        due,
        LateFields.parse(ifLate, maxLateness),
        payload == null ? null : payload.checked(limits.maxPayloadBytes()),
        Labels.checked(labels),
        DeliverField.parse(deliver, limits));
  }
}
