package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What is wrong with a body is told to the client: the status, the field and the rule. */
@ApiTest
class BadBodyTest {

  @LocalServerPort private int port;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                              | delay",
        "{\"delay\":null}                                | delay",
        "{\"delay\":\"1s\",\"at\":\"2030-01-01T00:00:00Z\"} | at",
        "{\"delay\":\"-1s\"}                             | delay",
        "{\"delay\":\"PT-1S\"}                           | delay",
        "{\"delay\":\"-PT1S\"}                           | delay",
        "{\"delay\":\"soon\"}                            | delay",
        "{\"delay\":\"\"}                                | delay",
        "{\"delay\":\"5\"}                               | delay",
        "{\"delay\":\"5 s\"}                             | delay",
        "{\"delay\":\"1.5\"}                             | delay",
        "{\"delay\":\"1m1h\"}                            | delay",
        "{\"delay\":\"1h1h\"}                            | delay",
        "{\"delay\":\"+1h\"}                             | delay",
        "{\"delay\":\"P1M\"}                             | delay",
        "{\"delay\":\"P1Y\"}                             | delay",
        "{\"delay\":5}                                   | delay",
        "{\"delay\":5.5}                                 | delay",
        "{\"delay\":true}                                | delay",
        "{\"delay\":[]}                                  | delay",
        "{\"delay\":{\"seconds\":5}}                     | delay",
        "{\"delay\":\"99999999999999999999s\"}           | delay",
        "{\"delay\":\"999999999999999999d\"}             | delay",
        "{\"delay\":\"PT9999999999999999999H\"}          | delay",
        "{\"delay\":\"PT876601H\"}                       | delay",
        "{\"delay\":\"36525d\",\"delay\":\"1s\"}         | body",
        "{\"at\":\"2030-01-01T00:00:00\"}                | at",
        "{\"at\":\"2030-01-01\"}                         | at",
        "{\"at\":\"tomorrow\"}                           | at",
        "{\"at\":\"2030-01-01T00:00Z\"}                  | at",
        "{\"at\":\"2030-01-01T00:00:00.Z\"}              | at",
        "{\"at\":\"2030-01-01T00:00:00+01\"}             | at",
        "{\"at\":\"2030-01-01T00:00:00+01:00:30\"}       | at",
        "{\"at\":\"2030-01-01T12:00:60Z\"}               | at",
        "{\"at\":\"0000-01-01T00:00:00+14:00\"}          | at",
        "{\"at\":\"2030-13-01T00:00:00Z\"}               | at",
        "{\"at\":\"2030-02-30T00:00:00Z\"}               | at",
        "{\"at\":\"2030-01-01T00:00:00+25:00\"}          | at",
        "{\"at\":1893456000}                             | at",
        "{\"at\":\"9999-12-31T23:59:59Z\"}               | at",
        "{\"at\":\"+999999999-12-31T23:59:59Z\"}         | at",
        "{\"delay\":\"1s\",\"extra\":1}                  | extra",
        "{\"delay\":\"1s\",\"id\":\"mine\"}              | id",
        "{\"Delay\":\"1s\"}                              | Delay",
        "{\"delay\":\"1s\",\"labels\":[]}                | labels",
        "{\"delay\":\"1s\",\"labels\":\"a\"}             | labels",
        "{\"delay\":\"1s\",\"labels\":{\"a\":1}}         | labels.a",
        "{\"delay\":\"1s\",\"labels\":{\"a\":null}}      | labels.a",
        "{\"delay\":\"1s\",\"labels\":{\"a\":{}}}        | labels.a",
        "{\"delay\":\"1s\",\"labels\":{\"\":\"b\"}}      | labels",
        "{\"delay\":\"1s\",\"labels\":{\"ä\":\"b\"}}     | labels",
      })
  void aBodyThatBreaksARule(String body, String field) {
    assertProblem(client.post(body), 400, field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{",
        "{\"delay\":\"1s\"",
        "{\"delay\":\"1s\"} x",
        "{\"delay\":\"1s\"}{}",
        "null",
        "[]",
        "[{\"delay\":\"1s\"}]",
        "\"PT1S\"",
        "5",
        "true",
        "",
        " ",
        "{'delay':'1s'}",
        "{delay:\"1s\"}",
        "{\"delay\":\"1s\",}",
        "{\"delay\":\"1s\",\"payload\":NaN}",
        "{\"delay\":\"1s\",\"payload\":01}",
        "{\"delay\":\"1s\" /* now */}",
        "<delay>1s</delay>"
      })
  void aBodyThatIsNotAJsonObject(String body) {
    assertProblem(client.post(body), 400, "body");
  }

  @Test
  void aBodyThatIsNotUtf8() {
    byte[] body = "{\"delay\":\"1s\",\"payload\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1);
    Response answer =
        client.send(
            "POST",
            "/timers",
            BodyPublishers.ofByteArray(body),
            "Content-Type",
            "application/json");
    assertProblem(answer, 400, "body");
  }

  @Test
  void aBodyThatIsTooDeep() {
    String payload = "[".repeat(1_000) + "]".repeat(1_000);
    assertProblem(client.post("{\"delay\":\"1s\",\"payload\":" + payload + "}"), 400, "body");
  }

  @Test
  void aNumberThatIsTooLongForAPayload() {
    String payload = "1".repeat(65_537);
    assertProblem(client.post("{\"delay\":\"1s\",\"payload\":" + payload + "}"), 413, "payload");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/xml",
        "nonsense",
        "*/*",
        "/"
      })
  void aContentTypeThatIsNotJson(String type) {
    assertProblem(client.post("{\"delay\":\"1s\"}", "Content-Type", type), 415, "Content-Type");
  }

  @Test
  void noContentTypeAtAll() {
    assertProblem(
        client.send("POST", "/timers", BodyPublishers.ofString("{\"delay\":\"1s\"}")),
        415,
        "Content-Type");
  }
}
