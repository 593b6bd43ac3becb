package dev.chime.web.problem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A limit and how far it is used up, as the fields {@code RateLimit-Policy} and {@code RateLimit}
 * of the IETF draft "RateLimit header fields for HTTP" put it.
 *
 * @param policy the limit's name
 * @param quota how much there is of it
 * @param windowSeconds in what time; null if it is not one of time
 * @param remaining how much is left
 * @param resetSeconds after what time there is more; null if nobody knows
 */
public record RateLimit(
    String policy,
    long quota,
    @Nullable Long windowSeconds,
    long remaining,
    @Nullable Long resetSeconds) {

  /** The field of the policy. */
  public static final String POLICY_FIELD = "RateLimit-Policy";

  /** The field of what is left. */
  public static final String FIELD = "RateLimit";

  /** Adds both fields. */
  public void addTo(HttpHeaders headers) {
    headers.set(
        POLICY_FIELD,
        "\"" + policy + "\";q=" + quota + (windowSeconds == null ? "" : ";w=" + windowSeconds));
    headers.set(
        FIELD,
        "\"" + policy + "\";r=" + remaining + (resetSeconds == null ? "" : ";t=" + resetSeconds));
  }
}
