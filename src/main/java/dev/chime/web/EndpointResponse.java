package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointSettings;
import dev.chime.delivery.EndpointState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as clients see it.
 *
 * @param secret what its calls are signed with: shown when it was made, and never again
 * @param previousSecretUntil until when the secret before signs, too; left out if none does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EndpointResponse(
    String name,
    String url,
    Map<String, String> headers,
    String timeout,
    Retry retry,
    int maxInFlight,
    @Nullable Integer rate,
    String body,
    EndpointState state,
    @Nullable String secret,
    @Nullable String previousSecretUntil,
    String createdAt,
    long version) {

  /** When failed calls are repeated. */
  record Retry(List<String> delays, boolean permanent4xx) {}

  /** Returns an endpoint as seen at {@code now}, without its secret. */
  static EndpointResponse of(Endpoint endpoint, Instant now) {
    return of(endpoint, null, now);
  }

  /** Returns an endpoint whose secret the service has just made. */
  static EndpointResponse withSecret(Endpoint endpoint, Instant now) {
    return of(endpoint, endpoint.secret().current(), now);
  }

  private static EndpointResponse of(Endpoint endpoint, @Nullable String secret, Instant now) {
    EndpointSettings settings = endpoint.settings();
    Instant previousUntil = endpoint.secret().previousUntil();
    return new EndpointResponse(
        endpoint.name(),
        settings.url(),
        new TreeMap<>(settings.headers()),
        settings.timeout().toString(),
        new Retry(
            settings.retries().stream().map(Duration::toString).toList(), settings.permanent4xx()),
        settings.maxInFlight(),
        settings.rate(),
        settings.body().name().toLowerCase(Locale.ROOT),
        endpoint.state(),
        secret,
        previousUntil != null && endpoint.secret().isReplacing(now)
            ? TimerResponse.time(previousUntil)
            : null,
        TimerResponse.time(endpoint.createdAt()),
        endpoint.version());
  }
}
