package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** JSON is in UTF-8 (RFC 8259), and in nothing that looks like it. */
@ApiTest
class BodyBytesTest {

  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";
  private static final String TIMER = "{\"delay\":\"1h\"}";

  @LocalServerPort private int port;
  private ApiClient client;
  private String id;

  @BeforeEach
  void create() {
    client = new ApiClient(port);
    client.cancelAll();
    id = client.create("{\"delay\":\"1h\",\"payload\":\"untouched\"}");
  }

  @AfterEach
  void nothingElseWasCreatedOrChanged() {
    assertThat(client.get("/timers?state=PENDING").json().required("timers")).hasSize(1);
    assertThat(client.get("/timers/" + id + "?wait=0").text("payload")).isEqualTo("untouched");
    client.delete(id);
  }

  private Response send(String method, String path, byte[] body, String type) {
    return client.send(method, path, BodyPublishers.ofByteArray(body), "Content-Type", type);
  }

  /** The text, with these bytes where it has an asterisk. */
  private static byte[] with(String text, byte[] bytes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      all.writeBytes(each == '*' ? bytes : new byte[] {each});
    }
    return all.toByteArray();
  }

  private static void assertNotUtf8(Response answer) {
    assertProblem(answer, 400, "body");
    assertThat(answer.json().at("/errors/0/rule").asString("")).contains("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c0af", // overlong
        "c1bf",
        "c080",
        "e080af",
        "e09fbf",
        "f08080af",
        "f08fbfbf",
        "eda080", // halves of surrogate pairs
        "edbfbf",
        "eda080edb080",
        "f4908080", // beyond U+10FFFF
        "f5808080",
        "f8888080af",
        "fe",
        "ff",
        "80", // no beginning
        "bf",
        "c3", // no end
        "e282",
        "f09d84",
        "e228a1"
      })
  void whatIsNotUtf8(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    for (String text :
        new String[] {
          "{\"delay\":\"1h\",\"payload\":\"*\"}",
          "{\"delay\":\"1h\",\"payload\":{\"*\":1}}",
          "{\"delay\":\"1h\",\"labels\":{\"a\":\"*\"}}",
          "{\"delay\":\"1h\",\"labels\":{\"*\":\"a\"}}",
          "{\"delay\":\"1h\",\"*\":1}",
          "{\"delay\":\"*1h\"}",
          "{\"delay\":\"1h\"}*"
        }) {
      byte[] body = with(text, bytes);
      assertNotUtf8(send("POST", "/timers", body, JSON));
      assertNotUtf8(send("PUT", "/timers/other", body, JSON));
      assertNotUtf8(send("PATCH", "/timers/" + id, body, JSON));
      assertNotUtf8(send("POST", "/timers/batch", with("[" + text + "]", bytes), JSON));
      Response lines = send("POST", "/timers/batch", body, NDJSON);
      assertThat(lines.status()).isEqualTo(200);
      assertThat(lines.json().at("/results/0/status").asInt()).isEqualTo(400);
      assertThat(lines.json().at("/results/0/problem/errors/0/rule").asString(""))
          .contains("UTF-8");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTF-16",
        "UTF-16LE",
        "UTF-16BE",
        "UTF-32",
        "UTF-32LE",
        "UTF-32BE",
        "x-UTF-16LE-BOM",
        "X-UTF-32LE-BOM",
        "X-UTF-32BE-BOM"
      })
  void otherFormsOfUnicode(String charset) {
    byte[] body = TIMER.getBytes(Charset.forName(charset));
    assertNotUtf8(send("POST", "/timers", body, JSON));
    assertNotUtf8(send("PUT", "/timers/other", body, JSON));
    assertNotUtf8(send("PATCH", "/timers/" + id, body, JSON));
    byte[] array = ("[" + TIMER + "]").getBytes(Charset.forName(charset));
    assertNotUtf8(send("POST", "/timers/batch", array, JSON));
    for (String text : new String[] {TIMER, TIMER + "\n" + TIMER + "\n", "\n" + TIMER}) {
      byte[] lines = text.getBytes(Charset.forName(charset));
      assertNotUtf8(send("POST", "/timers/batch", lines, NDJSON));
    }
  }

  /** There is nothing to tell its encoding from but the mark. */
  @ParameterizedTest
  @ValueSource(strings = {"feff", "fffe", "fffe0000", "0000feff"})
  void nothingButAByteOrderMark(String hex) {
    assertNotUtf8(send("POST", "/timers/batch", HexFormat.of().parseHex(hex), JSON));
    assertNotUtf8(send("POST", "/timers/batch", HexFormat.of().parseHex(hex), NDJSON));
  }

  /** RFC 8259 leaves it to those who read. */
  @Test
  void aByteOrderMarkOfUtf8IsPassedOver() {
    byte[] body = ("\ufeff" + TIMER).getBytes(StandardCharsets.UTF_8);
    Response single = send("POST", "/timers", body, JSON);
    assertThat(single.status()).isEqualTo(201);
    client.delete(single.text("id"));
    byte[] array = ("\ufeff[" + TIMER + "]").getBytes(StandardCharsets.UTF_8);
    for (Response batch :
        new Response[] {
          send("POST", "/timers/batch", array, JSON), send("POST", "/timers/batch", body, NDJSON)
        }) {
      assertThat(batch.json().at("/results/0/status").asInt()).as(batch.body()).isEqualTo(201);
      client.delete(batch.json().at("/results/0/timer/id").asString());
    }
  }

  @Test
  void whatIsEscapedIsCalledByItsName() {
    Response answer = client.post("{\"delay\":\"1h\",\"payload\":\"\\ud800\"}");
    assertProblem(answer, 400, "payload");
    assertThat(answer.body()).contains("surrogate");
  }
}
