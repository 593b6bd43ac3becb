package dev.chime.contract.raw;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Makes up requests: most are of the API, one in six is proper, few are hopeless. */
final class RawRequests {

  /** A value that nobody sends back. */
  static final String SECRET = "s3cr3t-t0-n0b0dy";

  private static final String TIMER =
      """
      {"delay": "1h", "payload": {"text": "Grüße \\u00e9 🚀", "n": [1, 2.5e3]}, "labels": {"a": "ü"}}\
      """;

  private static final List<String> ACTUATOR =
      List.of(
          "/actuator/health",
          "/actuator/health/liveness",
          "/actuator/info",
          "/actuator/metrics",
          "/actuator/prometheus",
          "/actuator/executor",
          "/v3/api-docs",
          "/nothing");

  private final SplittableRandom random;
  private final RawMutations mutations;

  RawRequests(SplittableRandom random) {
    this.random = random;
    this.mutations = new RawMutations(random);
  }

  RawRequest next() {
    RawRequest request = proper();
    request.header("Host", "localhost").header("X-Secret", SECRET);
    for (int left = random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(2); left > 0; left--) {
      mutations.mutate(request);
    }
    if (random.nextInt(8) == 0) {
      mutations.breakFraming(request);
    }
    return request;
  }

  private RawRequest proper() {
    String id = "raw-" + random.nextInt(1000);
    return switch (random.nextInt(13)) {
      case 0, 1 -> new RawRequest("POST", "/timers").json(TIMER);
      case 2 ->
          new RawRequest("POST", "/timers")
              .json(TIMER)
              .header("Idempotency-Key", "key-" + random.nextInt(100));
      case 3 -> new RawRequest("PUT", "/timers/" + id).json(TIMER);
      case 4 -> new RawRequest("PATCH", "/timers/" + id).json("{\"delay\": \"2h\"}");
      case 5 -> new RawRequest("GET", "/timers/" + id).header("Prefer", "wait=0");
      case 6 -> new RawRequest("GET", "/timers?limit=3&state=PENDING");
      case 7 -> new RawRequest("DELETE", "/timers/" + id).header("If-Match", "\"1\"");
      case 8 -> new RawRequest("POST", "/timers/batch").json("[" + TIMER + ", " + TIMER + "]");
      case 9 -> {
        RawRequest lines = new RawRequest("POST", "/timers/batch");
        lines.body = (TIMER + "\n" + TIMER).getBytes(StandardCharsets.UTF_8);
        yield lines.header("Content-Type", "application/x-ndjson");
      }
      case 10 -> new RawRequest("GET", "/timers/wait?id=" + id + "&wait=0");
      case 11 -> new RawRequest("GET", "/timers/" + id + "/events");
      default -> new RawRequest("GET", ACTUATOR.get(random.nextInt(ACTUATOR.size())));
    };
  }
}
