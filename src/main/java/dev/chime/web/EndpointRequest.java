package dev.chime.web;

import dev.chime.delivery.EndpointSettings;
import dev.chime.delivery.EndpointSettings.Body;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.problem.ProblemType.Violation;
import dev.chime.web.text.DurationText;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to make or change an endpoint. What is left out has its default.
 *
 * @param url the address
 * @param headers headers that are sent with each call
 * @param timeout how long a call may take in all
 * @param retry when failed calls are repeated
 * @param maxInFlight the most calls at a time
 * @param rate the most calls a second
 * @param body {@code event} or {@code payload}
 * @param secret what calls are signed with; a new endpoint that has none is given one
 */
record EndpointRequest(
    @Nullable String url,
    @Nullable Map<String, @Nullable String> headers,
    @Nullable String timeout,
    @Nullable Retry retry,
    @Nullable Integer maxInFlight,
    @Nullable Integer rate,
    @Nullable String body,
    @Nullable String secret) {

  /**
   * When failed calls are repeated.
   *
   * @param delays the pauses after the first failed attempt, the second one, and so on
   * @param permanent4xx whether most answers of 4xx make a delivery dead at once
   */
  record Retry(@Nullable List<@Nullable String> delays, @Nullable Boolean permanent4xx) {}

  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);
  private static final Duration MOST_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration MOST_DELAY = Duration.ofDays(7);
  private static final int MOST_DELAYS = 20;
  private static final int MOST_IN_FLIGHT = 1000;
  private static final int MOST_RATE = 100_000;
  private static final int MOST_HEADERS = 20;
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]{0,1024}");

  /** Returns the settings, or throws the problem with the first rule that is broken. */
  EndpointSettings toSettings(EndpointRules rules) {
    if (url == null) {
      throw new InvalidRequestException("url", "must be given");
    }
    EndpointSettings usual = EndpointSettings.of(url);
    EndpointSettings settings =
        new EndpointSettings(
            url,
            checkedHeaders(),
            timeout == null
                ? usual.timeout()
                : duration("timeout", timeout, LEAST_TIMEOUT, MOST_TIMEOUT, "100 ms to 60 s"),
            delays(usual.retries()),
            retry != null && Boolean.TRUE.equals(retry.permanent4xx()),
            number(
                "maxInFlight",
                maxInFlight == null ? usual.maxInFlight() : maxInFlight,
                MOST_IN_FLIGHT),
            rate == null ? null : number("rate", rate, MOST_RATE),
            parsedBody());
    Violation broken = rules.brokenBy(settings);
    if (broken != null) {
      throw new InvalidRequestException(broken.field(), broken.rule());
    }
    return settings;
  }

  private Map<String, String> checkedHeaders() {
    if (headers == null) {
      return Map.of();
    }
    if (headers.size() > MOST_HEADERS) {
      throw new InvalidRequestException("headers", "must be at most " + MOST_HEADERS);
    }
    Set<String> names = new HashSet<>();
    headers.forEach(
        (name, value) -> {
          if (!HEADER.matcher(name).matches()
              || value == null
              || !HEADER_VALUE.matcher(value).matches()) {
            throw new InvalidRequestException(
                "headers", "must have HTTP's names, and values of at most 1024 ASCII characters");
          }
          if (!names.add(name.toLowerCase(Locale.ROOT))) {
            throw new InvalidRequestException("headers", "must not have a name twice");
          }
        });
    return Map.copyOf(headers);
  }

  private List<Duration> delays(List<Duration> usual) {
    if (retry == null || retry.delays() == null) {
      return usual;
    }
    if (retry.delays().size() > MOST_DELAYS) {
      throw new InvalidRequestException("retry.delays", "must be at most " + MOST_DELAYS);
    }
    return retry.delays().stream().map(EndpointRequest::delay).toList();
  }

  private static Duration delay(@Nullable String text) {
    if (text == null) {
      throw new InvalidRequestException("retry.delays", "must be durations");
    }
    return duration("retry.delays", text, Duration.ZERO, MOST_DELAY, "0 to 7 days");
  }

  private static Duration duration(
      String field, String text, Duration least, Duration most, String rule) {
    Duration duration = DurationText.parse(field, text);
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw new InvalidRequestException(field, "must be from " + rule);
    }
    return duration;
  }

  private static int number(String field, int number, int most) {
    if (number < 1 || number > most) {
      throw new InvalidRequestException(field, "must be from 1 to " + most);
    }
    return number;
  }

  private Body parsedBody() {
    return switch (body) {
      case null -> Body.EVENT;
      case "event" -> Body.EVENT;
      case "payload" -> Body.PAYLOAD;
      default -> throw new InvalidRequestException("body", "must be event or payload");
    };
  }
}
