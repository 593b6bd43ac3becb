package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Batches that are refused as a whole create nothing. */
@ApiTest
class BadBatchTest {

  private static final String NDJSON = "application/x-ndjson";
  private static final String ITEM = "{\"delay\":\"1h\"}";

  @LocalServerPort private int port;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void nothingWasCreated() {
    assertThat(client.get("/timers?state=PENDING").json().required("timers")).isEmpty();
  }

  private Response send(String body, String type) {
    return client.send("POST", "/timers/batch", body, "Content-Type", type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "null",
        "5",
        ITEM,
        "[" + ITEM,
        "[" + ITEM + ",",
        "[" + ITEM + ",]",
        "[" + ITEM + "," + ITEM,
        "[" + ITEM + ",nonsense]",
        "[" + ITEM + " " + ITEM + "]",
        "[" + ITEM + "]]",
        "[" + ITEM + "][]",
        "[" + ITEM + "] x",
        "[{\"delay\":}]"
      })
  void whatIsNoArrayOfTimers(String body) {
    assertProblem(send(body, "application/json"), 400, "body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "\r\n\t \n"})
  void noLinesAtAll(String body) {
    assertProblem(send(body, NDJSON), 400, "body");
  }

  @Test
  void moreThanAThousand() {
    assertProblem(
        send("[" + (ITEM + ",").repeat(1000) + ITEM + "]", "application/json"), 400, "body");
    assertProblem(send((ITEM + "\n").repeat(1001), NDJSON), 400, "body");
  }

  @Test
  void tooDeep() {
    String deep = "{\"delay\":\"1h\",\"payload\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";
    assertProblem(send("[" + ITEM + "," + deep + "]", "application/json"), 400, "body");
  }

  @Test
  void tooLong() {
    String tooLong = " ".repeat(8 << 20);
    assertProblem(send("[" + ITEM + tooLong + "]", "application/json"), 413, "body");
    assertProblem(send(ITEM + tooLong, NDJSON), 413, "body");
  }

  @Test
  void notUtf8() {
    byte[] body = "[{\"delay\":\"1h\",\"payload\":\"ä\"}]".getBytes(StandardCharsets.ISO_8859_1);
    assertProblem(
        client.send(
            "POST",
            "/timers/batch",
            BodyPublishers.ofByteArray(body),
            "Content-Type",
            "application/json"),
        400,
        "body");
  }

  @Test
  void aLineThatIsNotUtf8IsOneOfThem() {
    byte[] body = "{\"delay\":\"1h\",\"payload\":\"ä\"}\n{}".getBytes(StandardCharsets.ISO_8859_1);
    Response answer =
        client.send(
            "POST", "/timers/batch", BodyPublishers.ofByteArray(body), "Content-Type", NDJSON);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/results/0/problem/errors/0/field").asString()).isEqualTo("body");
    assertThat(answer.json().at("/results/1/problem/errors/0/field").asString()).isEqualTo("delay");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "nonsense"})
  void anotherContentType(String type) {
    assertProblem(send("[" + ITEM + "]", type), 415, "Content-Type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "two words"})
  void aKeyThatIsNone(String key) {
    assertProblem(
        client.send("POST", "/timers/batch", "[" + ITEM + "]", "Idempotency-Key", key),
        400,
        "Idempotency-Key");
  }
}
