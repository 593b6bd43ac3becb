package dev.chime.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Executor;
import dev.chime.contract.OpenApiDocument.Operation;
import dev.chime.timer.Destination;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.service.TimerService;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Random requests made up from the OpenAPI document, valid and broken, all get what it promises.
 */
@Timeout(120)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "chime.long-poll.default-wait=5ms",
      "chime.long-poll.max-wait=10ms",
      "chime.events.heartbeat=50ms"
    })
class ContractFuzzTest {

  private static final int REQUESTS = 9_000;
  private static final int LEAST_OF_EACH = 12;
  private static final int DELIVERIES = 200;

  /** What needs the token of a lease, or a test namespace, which random requests do not have. */
  private static final List<String> NEVER_GRANTED =
      List.of(
          "ackDelivery", "nackDelivery", "extendDelivery", "readClock", "setClock", "advanceClock");

  private static final JsonMapper JSON = new JsonMapper();
  private static final OpenApiDocument DOCUMENT = OpenApiDocument.SOURCE;

  /** Rules that schemas do not tell of, so that valid requests may break them. */
  private static final List<String> BEYOND_SCHEMAS =
      List.of(
          "must lead to a deadline within 100 years from now",
          "must be at most 100 years",
          "must be from 1 second to 12 hours",
          "must be at most 7 days",
          "must be from 0 to 7 days",
          "must be from 100 ms to 60 s",
          "must not have a name twice",
          "must not be given together with endpoint",
          "must not be given: this service calls named endpoints only",
          "must be the \"next\" of a page of this list",
          "must be after from, by a millisecond for each bucket at least",
          "must be in a year up to 9999",
          "must not look like an occurrence of a schedule, with ~ and a time at its end",
          "must not be given together with cron",
          "or every must be given",
          "must come with cron",
          "must be an IANA time zone such as \"Europe/Berlin\"",
          "must be from 100 milliseconds to 100 years",
          "must be at most 24 hours",
          "must not be longer than every",
          "must not be before from",
          "must be in a year from 1970 on",
          "must leave at least one occurrence from now on");

  private final long seed = Long.getLong("chime.contract.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final RequestGenerator requests = new RequestGenerator(DOCUMENT, random);
  private final Mutations mutations = new Mutations(DOCUMENT, random);
  private final Map<String, Integer> tally = new TreeMap<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @LocalServerPort private int port;
  @Autowired private TimerService timers;

  /** Has timers elapse, so that there are deliveries. */
  @BeforeEach
  void deliver() throws InterruptedException {
    TimerDraft draft =
        new TimerDraft(
            new Due.After(Duration.ZERO), null, "[1]", Map.of(), new Destination.Queue("emails"));
    for (int i = 0; i < DELIVERIES; i++) {
      Executor.blockOn(timers.create(Namespace.DEFAULT, draft));
    }
  }

  @Test
  void everyAnswerIsWhatTheDocumentSays() throws IOException, InterruptedException {
    List<Operation> operations = DOCUMENT.operations();
    for (int i = 0; i < REQUESTS; i++) {
      FuzzRequest request = requests.valid(operations.get(random.nextInt(operations.size())));
      if (random.nextInt(5) < 3) {
        mutations.mutate(request);
      }
      try {
        check(request);
      } catch (AssertionError | IOException e) {
        throw new AssertionError(
            "-Dchime.contract.seed=" + seed + ", request " + i + ": " + request, e);
      }
    }
    for (Operation operation : operations) {
      int wentWell = tally.getOrDefault(operation.id() + " 2", 0);
      assertThat(wentWell + (NEVER_GRANTED.contains(operation.id()) ? LEAST_OF_EACH + 1 : 0))
          .as("%s: requests that went well, of %s", operation.id(), tally)
          .isGreaterThan(LEAST_OF_EACH);
      assertThat(tally.getOrDefault(operation.id() + " 4", 0))
          .as("%s: requests that were refused, of %s", operation.id(), tally)
          .isGreaterThan(operation.hasInput() ? LEAST_OF_EACH : 0);
    }
  }

  private void check(FuzzRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = http.send(build(request), BodyHandlers.ofInputStream());
    String body = read(response);
    assertThat(response.statusCode()).as(body).isLessThan(500);
    Contract.check(
        request.method, request.target(), response.statusCode(), response.headers(), body);
    tally.merge(request.operation.id() + " " + response.statusCode() / 100, 1, Integer::sum);
    if (request.mustBeRefused && !request.operation.id().equals("createTimers")) {
      assertThat(response.statusCode()).as(body).isBetween(400, 499);
    }
    if (request.isValid()) {
      assertThat(response.statusCode()).as(body).isNotIn(405, 406, 413, 414, 415, 431);
    }
    boolean isJson = response.headers().firstValue("Content-Type").orElse("").contains("json");
    if (isJson && !body.isEmpty()) {
      check(request, JSON.readTree(body));
    }
  }

  private void check(FuzzRequest request, JsonNode body) {
    if (body.has("deadline")) {
      requests.exists(body.path("id").asString());
    }
    body.path("deliveries").forEach(each -> requests.deliveryExists(each.path("id").asString()));
    if (request.isValid() && body.path("status").asInt(0) == 400) {
      assertThat(body.at("/errors/0/rule").asString("")).as("%s", body).isIn(BEYOND_SCHEMAS);
    }
    for (JsonNode result : body.path("results")) {
      assertThat(result.path("status").asInt()).as("%s", result).isLessThan(500);
      if (result.has("problem")) {
        check(request, result.path("problem"));
      }
    }
  }

  private HttpRequest build(FuzzRequest request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + request.target()))
            .method(
                request.method,
                request.body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(request.body));
    request.headers.forEach(each -> builder.header(each.name(), each.value()));
    return builder.build();
  }

  /** The body; of a stream of events only its beginning, which comes at once. */
  private static String read(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      boolean streams =
          response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
      byte[] bytes = streams ? body.readNBytes("retry: ".length()) : body.readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
