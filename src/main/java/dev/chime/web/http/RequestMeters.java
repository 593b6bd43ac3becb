package dev.chime.web.http;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * The timers of requests, with the names and tags that Spring's observations give them. They are
 * kept here, so that a request need not make all tags to find them. Thread-safe.
 */
final class RequestMeters {

  static final String NONE = "none";

  private static final String NAME = "http.server.requests";
  private static final String UNKNOWN = "UNKNOWN";

  private record Kind(String method, String uri, int status, String exception) {}

  private final MeterRegistry registry;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, LongTaskTimer> active = new ConcurrentHashMap<>();

  RequestMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The time now, in nanoseconds from some point. */
  long now() {
    return registry.config().clock().monotonicTime();
  }

  /** The timer of requests that have not ended. Nothing is known about their outcome. */
  LongTaskTimer active(String method) {
    return active.computeIfAbsent(
        known(method),
        name ->
            LongTaskTimer.builder(NAME + ".active")
                .description("Requests that have not ended")
                .tags(tags(new Kind(name, UNKNOWN, HttpStatus.OK.value(), NONE)))
                .register(registry));
  }

  /**
   * The timer of requests that have ended like this one.
   *
   * @param pattern the path of their handler; null if none was found
   * @param exception the name of what was thrown; {@link #NONE} if nothing was
   */
  Timer ended(String method, @Nullable String pattern, int status, String exception) {
    return timers.computeIfAbsent(
        new Kind(known(method), uri(pattern, status), status, exception),
        kind ->
            Timer.builder(NAME)
                .description("Requests that have ended, waiting ones included")
                .tags(tags(kind).and("error", kind.exception()))
                .register(registry));
  }

  /** Methods that do not exist are one. */
  private static String known(String method) {
    return switch (method) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE" -> method;
      default -> UNKNOWN;
    };
  }

  private static String uri(@Nullable String pattern, int status) {
    if (pattern != null) {
      return pattern.isEmpty() ? "root" : pattern;
    }
    return switch (HttpStatus.resolve(status)) {
      case NOT_FOUND -> "NOT_FOUND";
      case HttpStatus other when other.is3xxRedirection() -> "REDIRECTION";
      case null, default -> UNKNOWN;
    };
  }

  private static Tags tags(Kind kind) {
    return Tags.of(
        "exception",
        kind.exception(),
        "method",
        kind.method(),
        "outcome",
        outcome(kind.status()),
        "status",
        Integer.toString(kind.status()),
        "uri",
        kind.uri());
  }

  private static String outcome(int status) {
    if (HttpStatusCode.valueOf(status).is2xxSuccessful()) {
      return "SUCCESS";
    }
    HttpStatus known = HttpStatus.resolve(status);
    return known == null ? UNKNOWN : known.series().name();
  }
}
