package dev.chime.delivery.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.chime.harness.ApiClient;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a request to create a timer to the call of an endpoint, through everything in between. */
@Timeout(60)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "chime.data=target/push-api-test-${random.uuid}",
      "chime.deliveries.http=true",
      "chime.deliveries.allow=127.0.0.1"
    })
class PushApiTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @LocalServerPort private int port;

  private ApiClient api;

  @BeforeEach
  void connect() {
    api = new ApiClient(port);
  }

  @Test
  void anElapsedTimerIsDeliveredSignedAndNotEarly() throws Exception {
    try (RawServer receiver = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      String secret =
          api.send("PUT", "/endpoints/billing", settings(receiver))
              .json()
              .path("secret")
              .asString();
      ApiClient.Response created =
          api.post(
              """
              {"delay":"300ms","payload":{"order":42},"deliver":{"to":"billing"}}\
              """);
      assertThat(created.status()).isEqualTo(201);
      JsonNode timer = created.json();
      assertThat(timer.path("deliver").path("to").asString()).isEqualTo("billing");

      await().atMost(PATIENCE).until(() -> !receiver.requests.isEmpty());

      assertThat(Instant.now()).isAfterOrEqualTo(Instant.parse(timer.path("deadline").asString()));
      Map<String, String> headers = headers(receiver.requests.getFirst());
      String body = body(receiver.requests.getFirst());
      new Webhook(secret).verify(body, http(headers));
      JsonNode event = JsonMapper.shared().readTree(body);
      assertThat(event.path("type").asString()).isEqualTo("timer.elapsed");
      assertThat(event.path("data").path("id")).isEqualTo(timer.path("id"));
      assertThat(event.path("data").path("state").asString()).isEqualTo("ELAPSED");
      assertThat(event.path("data").path("payload").path("order").asInt()).isEqualTo(42);
      String path = "/timers/" + timer.path("id").asString();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  api.get(path)
                      .json()
                      .path("delivery")
                      .path("state")
                      .asString("")
                      .equals("DELIVERED"));
      JsonNode delivery = api.get("/deliveries/" + headers.get("webhook-id")).json();
      assertThat(delivery.path("history").path(0).path("status").asInt()).isEqualTo(200);
    }
  }

  @Test
  void aCancelledTimerIsNotDelivered() throws Exception {
    try (RawServer receiver = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      api.send("PUT", "/endpoints/quiet", settings(receiver));
      String body = "{\"delay\":\"1s\",\"deliver\":{\"to\":\"quiet\"}}";
      String cancelled = api.create(body);
      api.delete(cancelled);
      api.post(body); // the last to be delivered

      await().atMost(PATIENCE).until(() -> !receiver.requests.isEmpty());

      assertThat(receiver.requests).singleElement().asString().doesNotContain(cancelled);
    }
  }

  @Test
  void aTestEventSaysWhatCameBack() throws Exception {
    try (RawServer receiver =
        RawServer.answering("HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nbusy")) {
      api.send("PUT", "/endpoints/tried", settings(receiver));
      JsonNode tested = api.send("POST", "/endpoints/tried/test", "").json();
      assertThat(tested.path("status").asInt()).isEqualTo(503);
      assertThat(tested.path("answer").asString()).isEqualTo("busy");
    }
  }

  private static String settings(RawServer receiver) {
    return "{\"url\":\"http://127.0.0.1:" + receiver.port() + "/hook\"}";
  }

  private static Map<String, String> headers(String request) {
    Map<String, String> headers = new HashMap<>();
    for (String line : request.substring(0, request.indexOf("\n\n")).lines().toList()) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        headers.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return headers;
  }

  private static String body(String request) {
    String latin = request.substring(request.indexOf("\n\n") + 2);
    return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static HttpHeaders http(Map<String, String> headers) throws IOException {
    Map<String, List<String>> all = new HashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return HttpHeaders.of(all, (name, value) -> true);
  }
}
