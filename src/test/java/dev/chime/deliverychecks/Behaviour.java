package dev.chime.deliverychecks;

import java.time.Duration;
import java.util.Locale;

/** What a receiver does to the calls of its endpoint. */
enum Behaviour {
  /** It answers 200 at once. */
  PROMPT,
  /** It answers 200 after a while, well within the timeout. */
  SLOW,
  /** It answers 500 to every other call, and 200 to the rest. */
  FAILING,
  /** It does not answer every fourth call, and 200 to the rest. */
  HANGING,
  /** It resets the connection of every third call, and answers 200 to the rest. */
  RESETTING,
  /** It answers 302, with an address that is not to be called. */
  REDIRECTING,
  /** It answers 410, by which its endpoint is disabled. */
  GONE;

  /** How long a call may take. */
  static final Duration TIMEOUT = Duration.ofSeconds(1);

  private static final String PREFIX = "receiver-";

  /** How many failures a delivery survives. */
  static final int RETRIES = 4;

  /** The name of its endpoint. */
  String endpoint() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /** The behaviour of the receiver of an endpoint. */
  static Behaviour ofEndpoint(String endpoint) {
    return valueOf(endpoint.substring(PREFIX.length()).toUpperCase(Locale.ROOT));
  }

  /** The settings of its endpoint. */
  String settings(int port) {
    return """
    {"url":"http://127.0.0.1:%d/%s","timeout":"%s","maxInFlight":64,
     "retry":{"delays":["100ms","200ms","300ms","400ms"]}}\
    """
        .formatted(port, name(), TIMEOUT);
  }
}
