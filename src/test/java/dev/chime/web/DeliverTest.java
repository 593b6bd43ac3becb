package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.harness.EventReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Where timers are delivered, as clients say it. */
@ApiTest
class DeliverTest {

  private static final String BODY = "{\"delay\":\"1h\",\"deliver\":%s}";

  @LocalServerPort private int port;
  private ApiClient client;
  private final String queue = UUID.randomUUID().toString();
  private final String toQueue = "{\"queue\":\"" + queue + "\"}";

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  private static String deliver(Response answer) {
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    return answer.json().path("deliver").toString();
  }

  @Test
  void itIsKeptAndCanBeChanged() {
    String id = client.create(BODY.formatted(toQueue));
    assertThat(deliver(client.get("/timers/" + id + "?wait=0"))).isEqualTo(toQueue);
    assertThat(deliver(client.patch(id, "{\"payload\":1}"))).isEqualTo(toQueue);
    assertThat(deliver(client.patch(id, "{\"deliver\":{\"to\":\"billing\"}}")))
        .isEqualTo("{\"to\":\"billing\"}");
    assertThat(deliver(client.delete(id))).isEqualTo("{\"to\":\"billing\"}");
    String plain = client.create("{\"delay\":\"1h\",\"deliver\":null}");
    assertThat(client.get("/timers/" + plain + "?wait=0").json().has("deliver")).isFalse();
  }

  @Test
  void aRequestIsRepeatedOnlyIfItSaysTheSame() {
    String id = UUID.randomUUID().toString();
    String body = "{\"at\":\"2100-01-01T00:00:00Z\",\"deliver\":%s}";
    assertThat(client.put(id, body.formatted(toQueue)).status()).isEqualTo(201);
    assertThat(deliver(client.put(id, body.formatted(toQueue)))).isEqualTo(toQueue);
    assertThat(client.put(id, body.formatted("{\"to\":\"" + queue + "\"}")).status())
        .isEqualTo(409);
    assertThat(client.put(id, body.formatted("null")).status()).isEqualTo(409);

    String key = "\"" + id + "\"";
    Response first = client.post(body.formatted(toQueue), "Idempotency-Key", key);
    assertThat(deliver(first)).isEqualTo(toQueue);
    assertThat(client.post(body.formatted(toQueue), "Idempotency-Key", key).body())
        .isEqualTo(first.body());
    assertThat(client.post(body.formatted("{\"to\":\"a\"}"), "Idempotency-Key", key).status())
        .isEqualTo(422);
  }

  @Test
  void inABatchEachHasItsOwn() {
    String bad = BODY.formatted("{}");
    Response answer =
        client.send(
            "POST",
            "/timers/batch",
            "[" + BODY.formatted(toQueue) + "," + bad + ",{\"delay\":\"1h\"}]");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/results/0/timer/deliver").toString()).isEqualTo(toQueue);
    assertThat(answer.json().at("/results/1/problem/errors/0/field").asString())
        .isEqualTo("deliver");
    assertThat(answer.json().at("/results/2/timer").has("deliver")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | deliver",
        "{\"to\":\"a\",\"queue\":\"b\"} | deliver",
        "{\"to\":null} | deliver",
        "{\"to\":\"\"} | deliver.to",
        "{\"to\":\"a/b\"} | deliver.to",
        "{\"queue\":\"ä\"} | deliver.queue",
        "{\"queue\":\"1234567890123456789012345678901234567890123456789012345678901234\"}"
            + " | deliver.queue",
        "{\"url\":\"https://example.org\"} | deliver.url"
      })
  void whatBreaksARuleIsToldWhich(String deliver, String field) {
    assertProblem(client.post(BODY.formatted(deliver)), 400, field);
    assertProblem(client.put("deliver-" + queue, BODY.formatted(deliver)), 400, field);
    String id = client.create("{\"delay\":\"1h\"}");
    assertProblem(client.patch(id, "{\"deliver\":" + deliver + "}"), 400, field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\"", "[]", "1", "{\"to\":1}", "{\"to\":\"a\",\"more\":1}"})
  void whatIsNotOfTheFormIsRefused(String deliver) {
    assertProblem(client.post(BODY.formatted(deliver)), 400);
  }

  private List<String> ids(String query) {
    Response page = client.get("/timers?state=PENDING&" + query);
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return page.json()
        .required("timers")
        .valueStream()
        .map(timer -> timer.required("id").asString())
        .toList();
  }

  @Test
  void timersAreListedByIt() {
    String first = client.create(BODY.formatted(toQueue));
    client.create(BODY.formatted("{\"to\":\"" + queue + "\"}"));
    client.create("{\"delay\":\"1h\"}");
    String second = client.create(BODY.formatted(toQueue));
    assertThat(ids("deliver=queue:" + queue)).containsExactly(first, second);
    assertThat(ids("deliver=to:" + queue)).hasSize(1);
    assertThat(ids("deliver=queue:" + queue + "&dueBefore=2020-01-01T00:00:00Z")).isEmpty();
    assertThat(ids("deliver=queue:another")).isEmpty();
    for (String bad : List.of("", "queue", "queue:", ":a", "to:a%20b", "url:", "Queue:a")) {
      assertProblem(client.get("/timers?deliver=" + bad), 400, "deliver");
    }
  }

  @Test
  void theEndOfADeliveryIsAnEvent() {
    String label = "\"labels\":{\"test\":\"" + queue + "\"}";
    try (EventReader events = new EventReader(port, "/timers/events?label=test:" + queue, null)) {
      String id = client.create("{\"delay\":\"0s\",\"deliver\":" + toQueue + "," + label + "}");
      Response claim =
          client.send("POST", "/queues/" + queue + "/claim?wait=20s", BodyPublishers.noBody());
      String delivery = claim.json().at("/deliveries/0/id").asString();
      String token = claim.json().at("/deliveries/0/token").asString();
      client.send("POST", "/deliveries/" + delivery + "/ack", "{\"token\":\"" + token + "\"}");
      List<EventReader.Event> seen = events.next(3);
      assertThat(seen)
          .extracting(EventReader.Event::name)
          .containsExactly("created", "elapsed", "delivered");
      assertThat(seen.getLast().data().required("id").asString()).isEqualTo(id);
      assertThat(seen.getLast().data().required("state").asString()).isEqualTo("ELAPSED");
    }
  }
}
