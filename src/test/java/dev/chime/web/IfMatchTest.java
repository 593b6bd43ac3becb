package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Changing and cancelling only what the client has seen. */
@ApiTest
class IfMatchTest {

  @LocalServerPort private int port;
  private ApiClient client;
  private String id;

  @BeforeEach
  void create() {
    client = new ApiClient(port);
    id = client.create("{\"delay\":\"1h\"}");
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  private Response patch(String... tags) {
    return send("PATCH", tags);
  }

  private Response send(String method, String... tags) {
    String[] headers = new String[2 + 2 * tags.length];
    headers[0] = "Content-Type";
    headers[1] = "application/json";
    for (int i = 0; i < tags.length; i++) {
      headers[2 + 2 * i] = "If-Match";
      headers[3 + 2 * i] = tags[i];
    }
    return client.send(
        method, "/timers/" + id, BodyPublishers.ofString("{\"payload\":1}"), headers);
  }

  private static void assertNotMet(Response answer, int version) {
    assertProblem(answer, 412, "If-Match");
    assertThat(answer.json().at("/timer/version").asInt()).isEqualTo(version);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"1\"", "*", " * ", "\"7\", \"1\"", "\"7\",W/\"2\" , \"1\"", "\"a,b\", \"1\""})
  void aVersionThatHasBeenSeenIsChangedAndCancelled(String tags) {
    Response changed = patch(tags);
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");

    id = client.create("{\"delay\":\"1h\"}");
    Response cancelled = send("DELETE", tags);
    assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
    assertThat(cancelled.text("state")).isEqualTo("CANCELLED");
    assertThat(cancelled.header("ETag")).isEqualTo("\"2\"");
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(patch("\"7\"", "\"1\"").status()).isEqualTo(200);
    assertNotMet(patch("\"7\"", "\"1\""), 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2\"", "W/\"1\"", "\"\"", "\"01\"", "\"one\"", "\"a,b\"", "\"1,1\""})
  void anotherVersionIsLeftAlone(String tags) {
    assertNotMet(patch(tags), 1);
    assertNotMet(send("DELETE", tags), 1);
    assertThat(client.get("/timers/" + id + "?wait=0").header("ETag")).isEqualTo("\"1\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "", "\"1", "\"1\" \"2\"", "w/\"1\"", "\"1\";", "*, 1"})
  void whatIsNoTagIsMalformed(String tags) {
    assertProblem(patch(tags), 400, "If-Match");
    assertProblem(send("DELETE", tags), 400, "If-Match");
  }

  @Test
  void whatHasBeenCancelledIsCancelledAgainOnlyUnderItsNewTag() {
    client.delete(id);
    assertNotMet(send("DELETE", "\"1\""), 2);
    assertThat(send("DELETE", "\"2\"").text("state")).isEqualTo("CANCELLED");
    assertThat(send("DELETE").status()).isEqualTo(200);
  }

  @Test
  void anUnknownTimerIsUnknownWhateverIsAskedOfIt() {
    id = "nobody";
    assertProblem(patch("\"1\""), 404, "id");
    assertProblem(send("DELETE", "*"), 404, "id");
  }
}
