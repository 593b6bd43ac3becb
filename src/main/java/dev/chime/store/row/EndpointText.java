package dev.chime.store.row;

import dev.chime.delivery.EndpointSecret;
import dev.chime.delivery.EndpointSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Converts settings and secrets of endpoints to JSON and back. Durations are milliseconds. */
final class EndpointText {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private record Settings(
      String url,
      Map<String, String> headers,
      long timeout,
      List<Long> retries,
      boolean permanent4xx,
      int maxInFlight,
      @Nullable Integer rate,
      EndpointSettings.Body body) {}

  private record Secret(String current, @Nullable String previous, @Nullable Long previousUntil) {}

  private EndpointText() {}

  /** Converts settings to text. */
  static String of(EndpointSettings settings) {
    return MAPPER.writeValueAsString(
        new Settings(
            settings.url(),
            settings.headers(),
            settings.timeout().toMillis(),
            settings.retries().stream().map(Duration::toMillis).toList(),
            settings.permanent4xx(),
            settings.maxInFlight(),
            settings.rate(),
            settings.body()));
  }

  /** Converts a text back to settings. */
  static EndpointSettings settings(String text) {
    Settings read = MAPPER.readValue(text, Settings.class);
    return new EndpointSettings(
        read.url,
        read.headers,
        Duration.ofMillis(read.timeout),
        read.retries.stream().map(Duration::ofMillis).toList(),
        read.permanent4xx,
        read.maxInFlight,
        read.rate,
        read.body);
  }

  /** Converts a secret to text. */
  static String of(EndpointSecret secret) {
    return MAPPER.writeValueAsString(
        new Secret(secret.current(), secret.previous(), TimerRow.toMillis(secret.previousUntil())));
  }

  /** Converts a text back to a secret. */
  static EndpointSecret secret(String text) {
    Secret read = MAPPER.readValue(text, Secret.class);
    return new EndpointSecret(
        read.current,
        read.previous,
        read.previousUntil == null ? null : Instant.ofEpochMilli(read.previousUntil));
  }
}
