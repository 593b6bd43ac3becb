package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Which ids clients may give. */
@ApiTest
class PutIdsTest {

  private static final String BODY = "{\"delay\":\"1h\"}";

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-",
        "0",
        "...",
        "~",
        "-",
        ".a",
        "a.json",
        "Batch",
        "events2"
      })
  void idsThatNeedNoEscaping(String id) {
    Response answer = client.put(id, BODY);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/timers/" + id);
    assertThat(client.get("/timers/" + id + "?wait=0").text("id")).isEqualTo(id);
    assertThat(client.get("/timers?state=PENDING").body()).contains("\"id\":\"" + id + "\"");
    assertThat(client.delete(id).text("state")).isEqualTo("CANCELLED");
  }

  @Test
  void anIdOf128CharactersAndNoLonger() {
    assertThat(client.put("i".repeat(128), BODY).status()).isEqualTo(201);
    assertProblem(client.put("i".repeat(129), BODY), 400, "id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "events", "histogram", "stats", "wait"})
  void namesThatMeanSomethingElse(String id) {
    assertProblem(client.put(id, BODY), 405, "method");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%2e", "%2E%2e", "a%20b", "%C3%A4", "a:b", "a,b", "a%2Fb", "a;b", "%00"})
  void namesThatWouldNeedEscaping(String id) {
    assertProblem(client.put(id, BODY), 400);
    assertThat(client.get("/timers?state=PENDING").json().required("timers")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".."})
  void dotsAreStepsOfThePath(String id) {
    assertThat(client.put(id, BODY).status()).isIn(400, 404, 405);
    assertThat(client.get("/timers?state=PENDING").json().required("timers")).isEmpty();
  }
}
