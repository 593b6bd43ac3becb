package dev.chime.web;

import dev.chime.timer.Due;
import dev.chime.timer.TimerDraft;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The body of a request to create a timer.
 *
 * @param delay how long from now; this or {@code at}
 * @param at when; this or {@code delay}
 * @param payload any JSON
 * @param labels names and values
 */
record CreateTimerRequest(
    @Nullable String delay,
    @Nullable String at,
    @Nullable JsonText payload,
    @Nullable Map<String, String> labels) {

  /** What is asked for, if it breaks no rule. */
  TimerDraft toDraft(WebLimits limits) {
    return new TimerDraft(due(), payload(limits.maxPayloadBytes()), Labels.checked(labels));
  }

  private Due due() {
    if (delay != null && at != null) {
      throw new InvalidRequestException("at", "must not be given together with delay");
    }
    if (delay != null) {
      return new Due.After(DurationText.parse("delay", delay));
    }
    if (at != null) {
      return new Due.At(parseAt(at).toInstant());
    }
    throw new InvalidRequestException("delay", "or at must be given");
  }

  private static OffsetDateTime parseAt(String text) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      if (time.getYear() < 0 || time.getYear() > 9999) {
        throw new InvalidRequestException("at", "must be in a year from 0000 to 9999");
      }
      return time;
    } catch (DateTimeException e) {
      throw new InvalidRequestException(
          "at",
          isLocal(text)
              ? "must say its offset from UTC, such as \"Z\" or \"+01:00\""
              : "must be an RFC 3339 time such as \"2030-01-31T12:00:00.000Z\"");
    }
  }

  private static boolean isLocal(String text) {
    try {
      return LocalDateTime.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private @Nullable String payload(int maxBytes) {
    if (payload == null) {
      return null;
    }
    String text = payload.text();
    WellFormedText.check("payload", text);
    if (text.length() > maxBytes || text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      throw new InvalidRequestException(
          HttpStatus.CONTENT_TOO_LARGE,
          "payload",
          "must be at most " + maxBytes + " bytes of JSON");
    }
    return text;
  }

  /** A text that is the same for equal requests only. */
  String canonical() {
    String due = delay == null ? "at " + at : "delay " + delay;
    return due + '\n' + Labels.canonical(labels) + '\n' + (payload == null ? "" : payload.text());
  }
}
