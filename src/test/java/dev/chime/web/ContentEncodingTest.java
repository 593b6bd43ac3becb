package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Bodies may be compressed with gzip, and with nothing else; their limits are those of the text.
 */
@ApiTest
class ContentEncodingTest {

  private static final String TIMER = "{\"delay\":\"1h\",\"payload\":\"ä\"}";

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

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private Response send(String method, String path, byte[] body, String type, String encoding) {
    return client.send(
        method,
        path,
        BodyPublishers.ofByteArray(body),
        "Content-Type",
        type,
        "Content-Encoding",
        encoding);
  }

  private Response post(byte[] body, String encoding) {
    return send("POST", "/timers", body, "application/json", encoding);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip", " gzip , ", "identity, gzip"})
  void gzipIsUnderstood(String encoding) throws IOException {
    Response answer = post(gzip(TIMER), encoding);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.text("payload")).isEqualTo("ä");
  }

  @Test
  void whereverThereIsABody() throws IOException {
    Response put = send("PUT", "/timers/zipped", gzip(TIMER), "application/json", "gzip");
    assertThat(put.status()).isEqualTo(201);
    byte[] change = gzip("{\"payload\":2}");
    Response patch = send("PATCH", "/timers/zipped", change, "application/json", "gzip");
    assertThat(patch.json().path("payload").asInt()).isEqualTo(2);
    byte[] array = gzip("[" + TIMER + "," + TIMER + "]");
    Response batch = send("POST", "/timers/batch", array, "application/json", "gzip");
    byte[] lines = gzip(TIMER + "\n" + TIMER);
    Response ndjson = send("POST", "/timers/batch", lines, "application/x-ndjson", "gzip");
    for (Response each : new Response[] {batch, ndjson}) {
      assertThat(each.json().at("/results/1/status").asInt()).as(each.body()).isEqualTo(201);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "IDENTITY", "", ",", "identity, identity"})
  void noneIsFine(String encoding) {
    assertThat(post(TIMER.getBytes(StandardCharsets.UTF_8), encoding).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "br",
        "deflate",
        "zstd",
        "compress",
        "aws-chunked",
        "gzip, gzip",
        "gzip, br",
        "\"",
        "*"
      })
  void anythingElseIsNot(String encoding) throws IOException {
    for (byte[] body : new byte[][] {TIMER.getBytes(StandardCharsets.UTF_8), gzip(TIMER)}) {
      Response single = post(body, encoding);
      assertProblem(single, 415, "Content-Encoding");
      assertThat(single.header("Accept-Encoding")).isEqualTo("gzip");
      Response batch = send("POST", "/timers/batch", body, "application/json", encoding);
      assertProblem(batch, 415, "Content-Encoding");
      assertThat(batch.header("Accept-Encoding")).isEqualTo("gzip");
    }
  }

  @Test
  void whatIsNotGzipThoughItSaysSo() throws IOException {
    byte[] whole = gzip(TIMER);
    byte[] flipped = whole.clone();
    flipped[whole.length - 6] ^= 1;
    for (byte[] body :
        new byte[][] {
          TIMER.getBytes(StandardCharsets.UTF_8),
          Arrays.copyOf(whole, whole.length - 1),
          Arrays.copyOf(whole, whole.length + 1),
          Arrays.copyOf(whole, 5),
          flipped
        }) {
      assertProblem(post(body, "gzip"), 400, "body");
      Response batch = send("POST", "/timers/batch", body, "application/json", "gzip");
      assertProblem(batch, 400, "body");
    }
  }

  @Test
  void whatIsInItHasToBeJsonInUtf8() throws IOException {
    assertProblem(post(gzip("nonsense"), "gzip"), 400, "body");
    assertProblem(post(gzip(""), "gzip"), 400, "body");
    byte[] utf16 = new byte[] {0, '{', 0, '}'};
    assertProblem(post(gzip(new String(utf16, StandardCharsets.ISO_8859_1)), "gzip"), 400, "body");
  }

  @Test
  void theLimitIsThatOfTheText() throws IOException {
    String payload = "\"" + "x".repeat(65_534) + "\"";
    byte[] fits = gzip("{\"delay\":\"1h\",\"payload\":" + payload + "}" + " ".repeat(60_000));
    assertThat(post(fits, "gzip").status()).isEqualTo(201);
    assertProblem(post(gzip(TIMER + " ".repeat(131_072)), "gzip"), 413, "body");
    byte[] batch = gzip("[" + TIMER + " ".repeat(8 << 20) + "]");
    assertProblem(send("POST", "/timers/batch", batch, "application/json", "gzip"), 413, "body");
  }

  @Test
  void aBombIsNoMoreThanTooLong() throws IOException {
    byte[] bomb = gzip(" ".repeat(100_000_000)); // in less than the 128 KiB of a plain body
    assertThat(bomb.length).isLessThan(128 << 10);
    assertProblem(post(bomb, "gzip"), 413, "body");
    Response batch = send("POST", "/timers/batch", bomb, "application/json", "gzip");
    assertProblem(batch, 413, "body");
  }

  /** It is of the body, and here there is none to be read. */
  @Test
  void whatHasNoBodyMayCarryIt() {
    assertThat(client.get("/timers?limit=1", "Content-Encoding", "br").status()).isEqualTo(200);
  }
}
