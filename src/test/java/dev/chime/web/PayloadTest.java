package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ApiTest
class PayloadTest {

  private static final int LIMIT = 65_536;

  @LocalServerPort private int port;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  private static String timer(String payload) {
    return "{\"delay\":\"1h\",\"payload\":" + payload + "}";
  }

  /** Posts the payload and has it back, twice. */
  private String roundTrip(String payload) {
    Response created = client.post(timer(payload));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    Response read = client.get("/timers/" + created.text("id") + "?wait=0");
    assertThat(read.status()).as(read.body()).isEqualTo(200);
    assertThat(payload(read)).isEqualTo(payload(created));
    client.delete(created.text("id"));
    return payload(created);
  }

  /** The payload as it is written in the answer, between its name and the labels. */
  private static String payload(Response answer) {
    String before = "\"payload\":";
    int start = answer.body().indexOf(before) + before.length();
    return answer.body().substring(start, answer.body().indexOf(",\"labels\":{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "\"\"",
        "{}",
        "[]",
        "{\"a\":{\"b\":[1,\"two\",null,false]}}",
        "0",
        "-0",
        "-0.0",
        "1.50",
        "1.0",
        "0.1000000000000000055511151231257827",
        "123456789012345678901234567890",
        "1e400",
        "1E+2",
        "1.5e-7",
        "100000000000000000000.000",
        "\"ä€𝄞\"",
        "\"\\\"\\\\\\n\\u0000\"",
        "{\"b\":1,\"a\":2}"
      })
  void aPayloadComesBackToTheLetter(String payload) {
    assertThat(roundTrip(payload)).isEqualTo(payload);
  }

  @Test
  void spaceThatMeansNothingGoes() {
    assertThat(roundTrip(" { \"a\" : [ 1 ,\t2 ] }\n")).isEqualTo("{\"a\":[1,2]}");
  }

  /** They are written as JSON needs it, whatever way they came; numbers and order stay. */
  @Test
  void escapesMayComeBackInAnotherWay() {
    assertThat(roundTrip("{\"\\u0062\": \"\\u0041\\/\\u00e4\\u000a\", \"a\": [1.0, 1E2]}"))
        .isEqualTo("{\"b\":\"A/ä\\n\",\"a\":[1.0,1E2]}");
  }

  @Test
  void halfASurrogatePairIsAClearAnswerAndNoFailure() {
    for (String half : new String[] {"\\ud800", "\\udc00", "x\\ud834y"}) {
      Response payload = client.post(timer("\"" + half + "\""));
      assertThat(payload.status()).as(payload.body()).isIn(201, 400);
      Response name = client.post(timer("{\"" + half + "\":1}"));
      assertThat(name.status()).as(name.body()).isIn(201, 400);
      Response label = client.post("{\"delay\":\"1h\",\"labels\":{\"a\":\"" + half + "\"}}");
      assertThat(label.status()).as(label.body()).isIn(201, 400);
    }
  }

  @Test
  void anAbsentPayloadIsNotNull() {
    Response absent = client.post("{\"delay\":\"1h\"}");
    assertThat(absent.json().has("payload")).isFalse();
    Response explicit = client.post(timer("null"));
    assertThat(explicit.json().get("payload").isNull()).isTrue();
    client.delete(absent.text("id"));
    client.delete(explicit.text("id"));
  }

  @Test
  void aPayloadOfExactlyTheLimitIsAccepted() {
    String payload = "\"" + "x".repeat(LIMIT - 2) + "\"";
    assertThat(roundTrip(payload)).isEqualTo(payload);
    String umlauts = "\"" + "ä".repeat((LIMIT - 2) / 2) + "\"";
    assertThat(roundTrip(umlauts)).isEqualTo(umlauts);
  }

  private static Stream<String> longOnes() {
    return Stream.of(
        "1".repeat(1_001),
        "-0." + "1".repeat(1_001),
        "1e" + "9".repeat(1_001),
        "9".repeat(LIMIT),
        "[" + "9".repeat(30_000) + ",1." + "9".repeat(30_000) + "]",
        "{\"" + "n".repeat(50_001) + "\":1}",
        "{\"" + "n".repeat(LIMIT - 6) + "\":1}",
        "{\"" + "ä".repeat((LIMIT - 6) / 2) + "\":1}");
  }

  /** Any JSON is taken up to the limit, and so the limit is the only one. */
  @ParameterizedTest
  @MethodSource("longOnes")
  void numbersAndNamesMayBeAsLongAsThePayload(String payload) {
    assertThat(roundTrip(payload)).isEqualTo(payload);
  }

  @ParameterizedTest
  @MethodSource("longOnes")
  void soTheyMayInABatch(String payload) {
    Response array = client.send("POST", "/timers/batch", "[" + timer(payload) + "]");
    Response lines =
        client.send(
            "POST", "/timers/batch", timer(payload), "Content-Type", "application/x-ndjson");
    for (Response answer : List.of(array, lines)) {
      assertThat(answer.json().at("/results/0/status").asInt()).as(answer.body()).isEqualTo(201);
      assertThat(payload(answer)).isEqualTo(payload);
      client.delete(answer.json().at("/results/0/timer/id").asString());
    }
  }

  @Test
  void depthIsLimitedAndTheAnswerSaysHow() {
    String deep = "[".repeat(99) + "]".repeat(99); // and one for the body
    assertThat(roundTrip(deep)).isEqualTo(deep);
    String deeper = timer("[" + deep + "]");
    Response answer = client.post(deeper);
    ProblemAssertions.assertProblem(answer, 400, "body");
    assertThat(answer.json().at("/errors/0/rule").asString())
        .isEqualTo("must be nested at most 100 deep");
    Response batch = client.send("POST", "/timers/batch", "[" + deeper + "]");
    assertThat(batch.json().at("/results/0/problem/errors/0/rule").asString())
        .isEqualTo("must be nested at most 100 deep");
  }

  @Test
  void soIsANameBeyondWhatAPayloadCanHave() {
    Response answer = client.post(timer("{\"" + "n".repeat(LIMIT + 1) + "\":1}"));
    ProblemAssertions.assertProblem(answer, 400, "body");
    assertThat(answer.json().at("/errors/0/rule").asString())
        .isEqualTo("must have names of at most 65536 characters");
  }

  @Test
  void aPayloadOverTheLimitIsRefused() {
    assertTooLarge(client.post(timer("\"" + "x".repeat(LIMIT - 1) + "\"")), "payload");
    assertTooLarge(client.post(timer("\"" + "ä".repeat(LIMIT / 2) + "\"")), "payload");
  }

  @ParameterizedTest
  @ValueSource(ints = {140_000, 200_000})
  void aBodyFarOverTheLimitIsRefused(int length) {
    assertTooLarge(client.post(timer("\"" + "x".repeat(length) + "\"")), "body");
    assertTooLarge(client.post(timer("[" + "1,".repeat(length / 2) + "1]")), "body");
  }

  @Test
  void aBodyOfUnknownLengthOverTheLimitIsRefused() {
    byte[] body = timer("\"" + "x".repeat(200_000) + "\"").getBytes(StandardCharsets.UTF_8);
    Response answer =
        client.send(
            "POST",
            "/timers",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)), // hence chunked
            "Content-Type",
            "application/json");
    assertTooLarge(answer, "body");
  }

  private static void assertTooLarge(Response answer, String field) {
    ProblemAssertions.assertProblem(answer, 413, field);
    assertThat(answer.json().at("/errors/0/rule").asString())
        .contains(field.equals("body") ? "131072" : "65536");
  }
}
