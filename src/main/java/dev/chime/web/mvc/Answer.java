package dev.chime.web.mvc;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The answer to a request. Caches must not store it: {@link AnswerWriter} says {@code no-store}.
 *
 * @param status the status
 * @param body the value to write as JSON; null for none
 * @param tag the {@code ETag}; null for none
 * @param location the {@code Location}; null for none
 * @param preference the {@code Preference-Applied}; null for none
 */
public record Answer(
    HttpStatus status,
    @Nullable Object body,
    @Nullable String tag,
    @Nullable String location,
    @Nullable String preference) {

  /** Returns a {@code 200} without further headers. */
  public static Answer ok(Object body) {
    return new Answer(HttpStatus.OK, body, null, null, null);
  }

  /** Returns the same answer with another body. */
  public Answer withBody(Object other) {
    return new Answer(status, other, tag, location, preference);
  }

  /** Returns the same answer with {@code Preference-Applied}; null leaves the header out. */
  public Answer withPreference(@Nullable String applied) {
    return new Answer(status, body, tag, location, applied);
  }
}
