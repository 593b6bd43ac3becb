package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.timer.service.TimerService;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code HEAD}, and what caches are told. */
@ApiTest
class HeadersTest {

  @LocalServerPort private int port;
  @Autowired private TimerService timers;
  private ApiClient client;
  private String pending;
  private String elapsed;

  @BeforeEach
  void create() {
    client = new ApiClient(port);
    pending = client.create("{\"delay\":\"1h\"}");
    elapsed = client.create("{\"delay\":\"0s\"}");
    client.get("/timers/" + elapsed);
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  private Response send(String method, String path, String... headers) {
    return client.send(method, path, BodyPublishers.noBody(), headers);
  }

  private static Map<String, List<String>> headers(Response answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.http().headers().map());
    headers.remove("date");
    return headers;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/timers/ID",
        "/timers/ID?wait=0",
        "/timers/nobody",
        "/timers/a:b",
        "/timers?state=ELAPSED&limit=1",
        "/timers?limit=0",
        "/timers/wait?id=ID",
        "/timers/wait"
      })
  void headIsGetWithoutABody(String path) {
    Response head = send("HEAD", path.replace("ID", elapsed));
    Response get = send("GET", path.replace("ID", elapsed));
    assertThat(head.status()).isEqualTo(get.status());
    assertThat(head.body()).isEmpty();
    assertThat(headers(head)).isEqualTo(headers(get));
  }

  @Test
  void headWaitsAsGetDoes() {
    var parked =
        client.sendAsync("HEAD", "/timers/" + pending + "?wait=60s", BodyPublishers.noBody());
    await().until(() -> timers.waiting() == 1);
    client.delete(pending);
    assertThat(parked.join().status()).isEqualTo(200);
    assertThat(parked.join().header("ETag")).isEqualTo("\"2\"");
    assertThat(parked.join().body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/timers/events", "/timers/ID/events"})
  void headOfAStreamEnds(String path) {
    Response head = send("HEAD", path.replace("ID", pending));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Type"))
        .isEqualToIgnoringCase("text/event-stream;charset=utf-8");
    assertThat(head.header("Cache-Control")).isEqualTo("no-store");
    await().until(() -> timers.waiting() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/timers/ID",
        "/timers/PENDING?wait=0",
        "/timers/nobody",
        "/timers/a:b",
        "/timers/a;b",
        "/timers/a%2Fb",
        "/timers/ID?wait=soon",
        "/timers/ID/events",
        "/timers/nobody/events",
        "/timers/events?label=x",
        "/timers",
        "/timers?limit=0",
        "/timers?cursor=x",
        "/timers/wait",
        "/timers/wait?id=ID",
        "/timers/wait?id=nobody",
        "/timer"
      })
  void nothingIsToBeCached(String path) {
    Response answer = send("GET", path.replace("ID", elapsed).replace("PENDING", pending));
    assertThat(answer.header("Cache-Control")).as(answer.toString()).contains("no-store");
  }

  @Test
  void norAreAnswersToOtherMethods() {
    List<Response> answers =
        List.of(
            client.post("{\"delay\":\"1h\"}"),
            client.post("{}"),
            client.post("{"),
            client.post("{}", "Content-Type", "text/plain"),
            client.get("/timers/" + pending + "?wait=0", "If-None-Match", "\"1\""),
            client.get("/timers/" + pending + "?wait=10ms", "If-None-Match", "\"1\""),
            client.get("/timers/" + pending, "Accept", "text/html"),
            client.patch(pending, "{\"payload\":1}"),
            client.patch(elapsed, "{\"payload\":1}"),
            client.delete(pending),
            client.delete("nobody"),
            send("DELETE", "/timers?label=no:one"),
            send("POST", "/timers/" + pending),
            client.send("POST", "/timers/batch", "[{}]"),
            client.send("POST", "/timers/batch", "[]"));
    assertThat(answers)
        .extracting(Response::status)
        .containsExactly(201, 400, 400, 415, 304, 304, 406, 200, 409, 200, 404, 200, 405, 200, 400);
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.header("Cache-Control")).contains("no-store"));
  }

  @Test
  void oneTimerHasATagAndSeveralHaveNone() {
    assertThat(client.get("/timers/" + elapsed).header("ETag")).isEqualTo("\"2\"");
    assertThat(client.get("/timers").header("ETag")).isNull();
    assertThat(client.get("/timers/wait?id=" + elapsed).header("ETag")).isNull();
    assertThat(client.get("/timers/nobody").header("ETag")).isNull();
  }

  @Test
  void anyTagIsThatOfATimerThatIsThere() {
    assertThat(client.get("/timers/" + elapsed, "If-None-Match", "*").status()).isEqualTo(304);
    assertThat(client.get("/timers/nobody", "If-None-Match", "*").status()).isEqualTo(404);
  }

  /** RFC 9110, section 5.6.1.2. */
  @ParameterizedTest
  @ValueSource(strings = {"\"1\",", ",\"1\"", "\"1\",,\"2\"", " , \"7\" ,\t, \"1\" ,"})
  void emptyElementsOfListsArePassedOver(String tags) {
    String path = "/timers/" + pending + "?wait=0";
    assertThat(client.get(path, "If-None-Match", tags).status()).isEqualTo(304);
    assertThat(client.get(path, "Accept", ",application/json,,").status()).isEqualTo(200);
    assertThat(client.patch(pending, "{\"payload\":1}", "If-Match", tags).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "return=minimal; foo=\"x, wait=3\", wait=1 | wait=1",
        "foo=\"a, wait=bad\", wait=1              | wait=1",
        ",wait=1,                                 | wait=1",
        "wait=0, wait=abc                         | wait=0",
      })
  void preferencesAreReadAsWritten(String prefer, String applied) {
    Response answer = client.get("/timers/" + pending, "Prefer", prefer);
    assertThat(answer.text("state")).isEqualTo("PENDING");
    assertThat(answer.header("Preference-Applied")).isEqualTo(applied);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait", "wait=", "wait=abc", "wait=1.5", "wait=-1", "wait=abc, wait=0"})
  void aPreferenceThatCannotBeHonouredIsIgnored(String prefer) {
    var parked =
        client.sendAsync("GET", "/timers/" + pending, BodyPublishers.noBody(), "Prefer", prefer);
    await().until(() -> timers.waiting() == 1);
    client.delete(pending);
    assertThat(parked.join().text("state")).isEqualTo("CANCELLED");
    assertThat(parked.join().header("Preference-Applied")).isNull();
  }
}
