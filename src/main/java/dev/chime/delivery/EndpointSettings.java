package dev.chime.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint is called.
 *
 * @param url the address
 * @param headers headers that are sent with each call
 * @param timeout how long a call may take in all
 * @param retries the pauses after the first failed attempt, the second one, and so on; each is
 *     spread by chance. When there is no pause left the delivery is dead
 * @param permanent4xx whether most answers of 4xx make a delivery dead at once
 * @param maxInFlight the most calls at a time
 * @param rate the most calls a second; null for no limit
 * @param body what is sent
 */
public record EndpointSettings(
    String url,
    Map<String, String> headers,
    Duration timeout,
    List<Duration> retries,
    boolean permanent4xx,
    int maxInFlight,
    @Nullable Integer rate,
    Body body) {

  /** What is sent. */
  public enum Body {
    /** An event that has the timer. */
    EVENT,
    /** The timer's payload alone. */
    PAYLOAD
  }

  /** An address that is called as nobody has said otherwise. */
  public static EndpointSettings of(String url) {
    return new EndpointSettings(
        url,
        Map.of(),
        Duration.ofSeconds(15),
        List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24)),
        false,
        16,
        null,
        Body.EVENT);
  }

  /** Copies the collections. */
  public EndpointSettings {
    headers = Map.copyOf(headers);
    retries = List.copyOf(retries);
  }
}
