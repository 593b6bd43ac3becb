package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Many timers in one request, as an array or line by line. */
@ApiTest
class BatchTest {

  private static final String NDJSON = "application/x-ndjson";

  @LocalServerPort private int port;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  private Response array(String body, String... headers) {
    return client.send("POST", "/timers/batch", body, headers);
  }

  private Response lines(String body) {
    return client.send("POST", "/timers/batch", body, "Content-Type", NDJSON);
  }

  private static List<JsonNode> results(Response answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().propertyNames()).containsExactly("results");
    return answer.json().required("results").valueStream().toList();
  }

  private static List<Integer> statuses(Response answer) {
    return results(answer).stream().map(result -> result.required("status").asInt()).toList();
  }

  private static String field(JsonNode result) {
    return result.at("/problem/errors/0/field").asString();
  }

  private static String item(int n) {
    return "{\"delay\":\"1h\",\"payload\":" + n + "}";
  }

  @Test
  void eachItemIsAnsweredAsItWouldBeAlone() {
    Response answer =
        array(
            "["
                + item(0)
                + ",{\"delay\":\"soon\"}, {\"delay\":\"1h\",\"extra\":1},5,"
                + item(4)
                + "]");
    List<JsonNode> results = results(answer);
    assertThat(statuses(answer)).containsExactly(201, 400, 400, 400, 201);
    assertThat(results)
        .first()
        .satisfies(result -> assertThat(result.propertyNames()).containsExactly("status", "timer"));
    assertThat(results.get(1).propertyNames()).containsExactly("status", "problem");
    assertThat(results.get(1).at("/problem/status").asInt()).isEqualTo(400);
    assertThat(results.get(1).at("/problem/type").asString()).endsWith("/invalid-request");
    assertThat(results.subList(1, 4))
        .extracting(BatchTest::field)
        .containsExactly("delay", "extra", "body");
    ProblemAssertions.assertNoInsides(answer.body());
    for (int i : new int[] {0, 4}) {
      JsonNode timer = results.get(i).required("timer");
      assertThat(timer.required("payload").asInt()).isEqualTo(i);
      assertThat(
              client.get("/timers/" + timer.required("id").asString() + "?wait=0").text("deadline"))
          .isEqualTo(timer.required("deadline").asString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "[]",
        "\"PT1S\"",
        "{\"delay\":\"1h\",\"delay\":\"1h\"}",
        "{\"delay\":\"1h\",\"payload\":\"\\ud800\"}",
        "{\"delay\":\"1h\",\"payload\":{\"a\":1,\"a\":2}}",
        "{\"delay\":\"36526d\"}",
        "{\"at\":\"2030-01-01\"}",
        "{\"delay\":\"1h\",\"labels\":{\"\":\"\"}}"
      })
  void whatIsWrongWithAnItemIsItsOwnAffair(String wrong) {
    assertThat(statuses(array("[" + item(1) + "," + wrong + "," + item(2) + "]")))
        .containsExactly(201, 400, 201);
    assertThat(statuses(lines(item(1) + "\n" + wrong + "\n" + item(2))))
        .containsExactly(201, 400, 201);
  }

  @Test
  void aNumberThatIsTooLongIsOneOfThem() {
    String wrong = "{\"delay\":\"1h\",\"payload\":" + "1".repeat(65_537) + "}";
    assertThat(statuses(array("[" + item(1) + "," + wrong + "]"))).containsExactly(201, 413);
    assertThat(statuses(lines(item(1) + "\n" + wrong))).containsExactly(201, 413);
  }

  @Test
  void aPayloadThatIsTooLongIsOneOfThem() {
    String wrong = "{\"delay\":\"1h\",\"payload\":\"" + "x".repeat(65_536) + "\"}";
    Response answer = array("[" + item(1) + "," + wrong + "]");
    assertThat(statuses(answer)).containsExactly(201, 413);
    assertThat(field(results(answer).get(1))).isEqualTo("payload");
    assertThat(statuses(lines(wrong + "\n" + item(1)))).containsExactly(413, 201);
  }

  @Test
  void numbersKeepTheirDigits() {
    String payload = "[1.10,1e2,12345678901234567890,0.1000000000000000000000001,-0]";
    String item = "{\"delay\":\"1h\",\"payload\":" + payload + "}";
    assertThat(array("[" + item + "]").body()).contains("\"payload\":" + payload);
    assertThat(lines(item).body()).contains("\"payload\":" + payload);
  }

  @Test
  void aThousandAreKeptInOrder() {
    List<String> items = IntStream.range(0, 1000).mapToObj(BatchTest::item).toList();
    assertKept(array("[" + String.join(",", items) + "]"));
    assertKept(lines(String.join("\n", items)));
  }

  private void assertKept(Response answer) {
    List<JsonNode> results = results(answer);
    assertThat(results)
        .extracting(result -> result.at("/timer/payload").asInt())
        .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
    assertThat(client.get("/timers?state=PENDING&limit=1000").json().required("timers"))
        .hasSize(1000);
    client.cancelAll();
  }

  @Test
  void linesMayBeBlankAndEndInTheirWays() {
    Response answer = lines("\n\r\n" + item(1) + "\r\n \t\n" + item(2) + "\n\n" + item(3));
    assertThat(statuses(answer)).containsExactly(201, 201, 201);
    assertThat(statuses(lines(item(1) + "\n"))).containsExactly(201);
    assertThat(statuses(lines(item(1) + "\r\n"))).containsExactly(201);
  }

  @Test
  void aMalformedLineIsOneOfThem() {
    Response answer =
        lines(
            item(1)
                + "\n{\"delay\":\nnot json\n"
                + item(2)
                + " x\n"
                + item(3)
                + item(4)
                + "\n"
                + item(5));
    assertThat(statuses(answer)).containsExactly(201, 400, 400, 400, 400, 201);
    assertThat(results(answer).subList(1, 5)).extracting(BatchTest::field).containsOnly("body");
    ProblemAssertions.assertNoInsides(answer.body());
  }

  @Test
  void aKeyReplaysItemByItem() {
    String key = "batch-" + UUID.randomUUID();
    Response first = array("[" + item(1) + ",{}," + item(3) + "]", "Idempotency-Key", key);
    Response again =
        array(
            "[" + item(1) + "," + item(2) + "," + item(4) + "," + item(5) + "]",
            "Idempotency-Key",
            "\"" + key + "\"");
    assertThat(statuses(first)).containsExactly(201, 400, 201);
    assertThat(statuses(again)).containsExactly(201, 201, 422, 201);
    assertThat(results(again).get(0)).isEqualTo(results(first).get(0));
    assertThat(field(results(again).get(2))).isEqualTo("Idempotency-Key");
    assertThat(client.get("/timers?state=PENDING").json().required("timers")).hasSize(4);

    Response single = client.post(item(9), "Idempotency-Key", key);
    assertThat(single.status()).isEqualTo(201); // a batch's keys are not those of single requests
  }

  @Test
  void ofManyBatchesAtOnceWithOneKeyAllAreAnsweredAlike() {
    String key = "batch-" + System.nanoTime();
    List<CompletableFuture<Response>> sent =
        Stream.generate(
                () ->
                    client.sendAsync(
                        "POST",
                        "/timers/batch",
                        BodyPublishers.ofString("[" + item(1) + "," + item(2) + "]"),
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        key))
            .limit(20)
            .toList();
    List<Response> answers = sent.stream().map(CompletableFuture::join).toList();
    assertThat(statuses(answers.getFirst())).containsExactly(201, 201);
    assertThat(answers.stream().map(Response::body).distinct()).hasSize(1);
  }
}
