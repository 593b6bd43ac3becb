package dev.chime.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What a request is answered with. Nothing that we answer may be kept by a cache.
 *
 * @param status the status
 * @param body what becomes JSON; null for none
 * @param tag the {@code ETag}; null for none
 * @param location the {@code Location}; null for none
 * @param preference the {@code Preference-Applied}; null for none
 */
record Answer(
    HttpStatus status,
    @Nullable Object body,
    @Nullable String tag,
    @Nullable String location,
    @Nullable String preference) {

  /** A plain {@code 200}. */
  static Answer ok(Object body) {
    return new Answer(HttpStatus.OK, body, null, null, null);
  }

  /** The same, which says what has been made of the request's preference. */
  Answer with(WaitPreference wait) {
    return new Answer(status, body, tag, location, wait.applied());
  }
}
