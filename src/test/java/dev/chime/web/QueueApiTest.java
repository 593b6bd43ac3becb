package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Executor;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.timer.Creation;
import dev.chime.timer.Destination;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.service.TimerService;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Workers claim what has elapsed, and say what has become of it. */
@ApiTest
class QueueApiTest {

  private static final AtomicInteger QUEUES = new AtomicInteger();

  @LocalServerPort private int port;
  @Autowired private TimerService timers;
  private ApiClient client;

  /** A queue of each test's own. */
  private final String queue = "queue-" + QUEUES.incrementAndGet();

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  /** Creates a timer for the queue; its id. */
  private String timer(Duration delay, String payload) {
    TimerDraft draft =
        new TimerDraft(new Due.After(delay), null, payload, Map.of(), new Destination.Queue(queue));
    try {
      return ((Creation.Created) Executor.blockOn(timers.create(Namespace.DEFAULT, draft)))
          .timer()
          .id()
          .value();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Response post(String path) {
    return client.send("POST", path, BodyPublishers.noBody());
  }

  private Response claim(String query) {
    return post("/queues/" + queue + "/claim" + query);
  }

  private static List<JsonNode> deliveries(Response answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().required("deliveries").valueStream().toList();
  }

  private JsonNode claimed() {
    return deliveries(claim("?max=1&wait=20s")).getFirst();
  }

  private Response settle(JsonNode delivery, String what, String more) {
    return client.send(
        "POST",
        "/deliveries/" + delivery.required("id").asString() + "/" + what,
        "{\"token\":\"" + delivery.required("token").asString() + "\"" + more + "}");
  }

  @Test
  void aClaimIsAnsweredWhenATimerElapses() throws Exception {
    CompletableFuture<Response> claim =
        client.sendAsync("POST", "/queues/" + queue + "/claim?wait=20s", BodyPublishers.noBody());
    String id = timer(Duration.ofMillis(200), "{\"order\":42}");
    Response answer = claim.get(15, TimeUnit.SECONDS);
    JsonNode delivery = deliveries(answer).getFirst();
    assertThat(delivery.at("/timer/id").asString()).isEqualTo(id);
    assertThat(delivery.at("/timer/state").asString()).isEqualTo("ELAPSED");
    assertThat(delivery.at("/timer/payload/order").asInt()).isEqualTo(42);
    assertThat(delivery.required("attempt").asInt()).isEqualTo(1);
    assertThat(delivery.required("token").asString()).isNotBlank();
    assertThat(Instant.parse(delivery.required("leaseEndsAt").asString()))
        .isBetween(Instant.now().plusSeconds(10), Instant.now().plusSeconds(31));
  }

  @Test
  void withoutAWaitAnEmptyQueueIsAnsweredAtOnce() {
    assertThat(deliveries(claim(""))).isEmpty();
    assertThat(deliveries(claim("?wait=0"))).isEmpty();
  }

  @Test
  void theEndOfTheWaitIsAnsweredWithNothing() {
    Response answer =
        client.send(
            "POST", "/queues/" + queue + "/claim", BodyPublishers.noBody(), "Prefer", "wait=1");
    assertThat(deliveries(answer)).isEmpty();
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=1");
  }

  @Test
  void atMostSoManyAreClaimed() {
    IntStream.range(0, 12).forEach(i -> timer(Duration.ZERO, null));
    assertThat(deliveries(claim("?max=3&wait=20s"))).isNotEmpty().hasSizeLessThanOrEqualTo(3);
    List<JsonNode> taken = new ArrayList<>();
    while (taken.size() < 9) {
      List<JsonNode> more = deliveries(claim("?wait=20s"));
      assertThat(more).isNotEmpty().hasSizeLessThanOrEqualTo(10);
      taken.addAll(more);
    }
    assertThat(taken).extracting(each -> each.at("/timer/id").asString()).doesNotHaveDuplicates();
  }

  @Test
  void whatWasCarriedOutHasEnded() {
    String timer = timer(Duration.ZERO, null);
    JsonNode delivery = claimed();
    Response acked = settle(delivery, "ack", "");
    assertThat(acked.status()).as(acked.body()).isEqualTo(200);
    assertThat(acked.text("state")).isEqualTo("DELIVERED");
    assertThat(acked.json().required("attempts").asInt()).isEqualTo(1);
    assertThat(acked.json().has("deliveredAt")).isTrue();
    JsonNode ofTimer = client.get("/timers/" + timer).json().required("delivery");
    assertThat(ofTimer.required("id")).isEqualTo(delivery.required("id"));
    assertThat(ofTimer.required("state").asString()).isEqualTo("DELIVERED");
  }

  @Test
  void aTimerSaysWhatHasBecomeOfItsDelivery() {
    String id = timer(Duration.ofMillis(50), null);
    JsonNode elapsed = client.get("/timers/" + id + "?wait=20s").json().required("delivery");
    assertThat(elapsed.required("state").asString()).isEqualTo("PENDING");
    assertThat(elapsed.required("attempts").asInt()).isZero();
    assertThat(elapsed.has("nextAttemptAt")).isTrue();
    claimed();
    JsonNode leased = client.get("/timers/" + id).json().required("delivery");
    assertThat(leased.required("state").asString()).isEqualTo("LEASED");
    assertThat(leased.has("nextAttemptAt")).isFalse();
    JsonNode waited = client.get("/timers/wait?id=" + id).json().at("/timers/0/delivery");
    assertThat(waited).isEqualTo(leased);
    String pending = client.create("{\"delay\":\"1h\"}");
    assertThat(client.get("/timers/" + pending + "?wait=0").json().has("delivery")).isFalse();
    client.delete(pending);
  }

  @Test
  void whatIsGivenBackIsGivenToTheNext() {
    timer(Duration.ZERO, null);
    JsonNode first = claimed();
    Response nacked = settle(first, "nack", "");
    assertThat(nacked.text("state")).isEqualTo("PENDING");
    JsonNode second = claimed();
    assertThat(second.required("id")).isEqualTo(first.required("id"));
    assertThat(second.required("attempt").asInt()).isEqualTo(2);
    assertThat(second.required("token")).isNotEqualTo(first.required("token"));
  }

  @Test
  void whatIsGivenBackWithADelayIsNotAvailableBefore() {
    timer(Duration.ZERO, null);
    Response nacked = settle(claimed(), "nack", ",\"delay\":\"1h\"");
    assertThat(Instant.parse(nacked.text("nextAttemptAt")))
        .isAfter(Instant.now().plusSeconds(3500));
    assertThat(deliveries(claim("?wait=100ms"))).isEmpty();
  }

  @Test
  void aLeaseThatEndsWakesWhoWaits() {
    timer(Duration.ZERO, null);
    JsonNode first = deliveries(claim("?lease=1s&wait=20s")).getFirst();
    JsonNode second = claimed();
    assertThat(second.required("id")).isEqualTo(first.required("id"));
    assertThat(second.required("attempt").asInt()).isEqualTo(2);
  }

  @Test
  void aLeaseCanBeMadeLonger() {
    timer(Duration.ZERO, null);
    Response extended = settle(claimed(), "extend", ",\"lease\":\"1h\"");
    assertThat(extended.text("state")).isEqualTo("LEASED");
    assertThat(Instant.parse(extended.text("leaseEndsAt")))
        .isAfter(Instant.now().plusSeconds(3500));
    assertThat(extended.body()).doesNotContain("token");
  }

  @Test
  void aStaleTokenChangesNothing() {
    timer(Duration.ZERO, null);
    JsonNode first = claimed();
    settle(first, "nack", "");
    JsonNode second = claimed();
    for (String what : List.of("ack", "nack", "extend")) {
      Response stale = settle(first, what, "");
      ProblemAssertions.assertProblem(stale, 409, "token");
      assertThat(stale.text("type")).endsWith("/stale-lease");
      assertThat(stale.json().at("/delivery/state").asString()).isEqualTo("LEASED");
      assertThat(stale.body()).doesNotContain(second.required("token").asString());
    }
    assertThat(settle(second, "ack", "").text("state")).isEqualTo("DELIVERED");
    assertThat(settle(second, "ack", "").json().at("/delivery/state").asString())
        .isEqualTo("DELIVERED");
  }

  @Test
  void manyAreSettledEachForItself() {
    timer(Duration.ZERO, null);
    JsonNode delivery = claimed();
    String id = delivery.required("id").asString();
    String item = "{\"id\":\"%s\",\"token\":\"%s\"}";
    Response answer =
        client.send(
            "POST",
            "/deliveries/ack",
            "{\"acks\":["
                + String.join(
                    ",",
                    item.formatted(id, "stale"),
                    item.formatted(id, delivery.required("token").asString()),
                    item.formatted("00000000-0000-8000-8000-000000000000", "x"),
                    item.formatted("nonsense", "x"),
                    "{}",
                    "null")
                + "]}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().required("results"))
        .extracting(each -> each.required("status").asInt())
        .containsExactly(409, 200, 404, 400, 400, 400);
    assertThat(client.get("/deliveries/" + id).text("state")).isEqualTo("DELIVERED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?max=0 | max",
        "?max=101 | max",
        "?max=1&max=2 | max",
        "?max=many | max",
        "?lease=0s | lease",
        "?lease=13h | lease",
        "?lease=-1s | lease",
        "?wait=soon | wait"
      })
  void whatBreaksARuleIsNamed(String query, String field) {
    ProblemAssertions.assertProblem(claim(query), 400, field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "ä", "a~b", "%2e%2e"})
  void namesOfQueuesAreChecked(String name) {
    String encoded = name.equals("ä") ? "%C3%A4" : name;
    ProblemAssertions.assertProblem(post("/queues/" + encoded + "/claim"), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"token\":1}",
        "{\"token\":\"\"}",
        "null",
        "[]",
        "{\"token\":\"a b\"}",
        ""
      })
  void tokensAreChecked(String body) {
    ProblemAssertions.assertProblem(
        client.send("POST", "/deliveries/00000000-0000-8000-8000-000000000000/ack", body), 400);
  }

  @Test
  void whatIsUnknownIsNotFound() {
    String path = "/deliveries/00000000-0000-8000-8000-000000000000";
    for (String what : List.of("/ack", "/nack", "/extend")) {
      Response answer = client.send("POST", path + what, "{\"token\":\"x\"}");
      ProblemAssertions.assertProblem(answer, 404, "id");
      assertThat(answer.text("type")).endsWith("/unknown-delivery");
    }
    ProblemAssertions.assertProblem(client.get(path), 404, "id");
    ProblemAssertions.assertProblem(post(path + "/retry"), 404, "id");
    ProblemAssertions.assertProblem(client.get("/deliveries/nonsense"), 400, "id");
  }
}
