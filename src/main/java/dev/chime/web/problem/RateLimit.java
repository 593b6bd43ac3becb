package dev.chime.web.problem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A limit and its current use, for the headers {@code RateLimit-Policy} and {@code RateLimit} of
 * the IETF draft "RateLimit header fields for HTTP".
 *
 * @param policy the name of the limit
 * @param quota the size of the limit
 * @param windowSeconds the time window of the limit; null if it has none
 * @param remaining how much is left
 * @param resetSeconds the time until the whole quota is available again; null if it is unknown
 */
public record RateLimit(
    String policy,
    long quota,
    @Nullable Long windowSeconds,
    long remaining,
    @Nullable Long resetSeconds) {

  /** The header with the policy. */
  public static final String POLICY_FIELD = "RateLimit-Policy";

  /** The header with the rest of the quota. */
  public static final String FIELD = "RateLimit";

  /** Sets both headers. */
  public void addTo(HttpHeaders headers) {
    headers.set(
        POLICY_FIELD,
        "\"" + policy + "\";q=" + quota + (windowSeconds == null ? "" : ";w=" + windowSeconds));
    headers.set(
        FIELD,
        "\"" + policy + "\";r=" + remaining + (resetSeconds == null ? "" : ";t=" + resetSeconds));
  }
}
