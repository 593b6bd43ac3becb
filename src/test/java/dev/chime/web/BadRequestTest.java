package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What else clients get wrong is told to them: the status, the field and the rule. */
@ApiTest
class BadRequestTest {

  private static final String UNKNOWN = "019a6d2e-7f00-7000-8000-000000000000";

  @LocalServerPort private int port;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/xml", "nonsense"})
  void anAnswerThatCannotBeHadInThatForm(String accept) {
    Response answer = client.get("/timers/" + UNKNOWN, "Accept", accept);
    assertProblem(answer, 406, "Accept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "%C3%A4", "a:b", "a%22b", "a,b", "%3Cscript%3E"})
  void anIdThatIsMalformed(String id) {
    assertProblem(client.get("/timers/" + id), 400, "id");
    assertProblem(client.delete(id), 400, "id");
  }

  @Test
  void anIdThatIsTooLong() {
    assertProblem(client.get("/timers/" + "a".repeat(129)), 400, "id");
  }

  @ParameterizedTest
  @ValueSource(strings = {UNKNOWN, "x", "A.b_c~d-0"})
  void anIdThatIsUnknown(String id) {
    assertProblem(client.get("/timers/" + id), 404, "id");
    assertProblem(client.get("/timers/" + id + "?wait=0"), 404, "id");
    assertProblem(client.get("/timers/" + id, "If-None-Match", "\"1\""), 404, "id");
    assertProblem(client.delete(id), 404, "id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"1", "\"1\" \"2\"", "*, \"1\"", "", ","})
  void tagsThatAreNone(String tags) {
    String id = client.create("{\"delay\":\"1h\"}");
    assertProblem(
        client.get("/timers/" + id + "?wait=0", "If-None-Match", tags), 400, "If-None-Match");
    assertProblem(
        client.put(id, "{\"delay\":\"1h\"}", "If-None-Match", tags), 400, "If-None-Match");
    client.delete(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "soon", "-1", "-1s", "1.5", "20%20s", "PT-1S", "1,2", "99999999999999999999"})
  void aWaitThatDoesNotParse(String wait) {
    String id = client.create("{\"delay\":\"1h\"}");
    assertProblem(client.get("/timers/" + id + "?wait=" + wait), 400, "wait");
    client.delete(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/timers?label=%C3", "/timers/x?wait=%FF", "/timers/events?a=%ff"})
  void aQueryThatIsNotUtf8(String path) {
    assertProblem(client.get(path), 400, "query");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "\"", "\"\"", "a\"b", "\"a\\\"b\""})
  void anIdempotencyKeyThatIsNone(String key) {
    assertProblem(
        client.post("{\"delay\":\"1s\"}", "Idempotency-Key", key), 400, "Idempotency-Key");
  }

  @Test
  void anIdempotencyKeyThatIsTooLong() {
    assertProblem(
        client.post("{\"delay\":\"1s\"}", "Idempotency-Key", "k".repeat(256)),
        400,
        "Idempotency-Key");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /timers, 'GET, POST, DELETE'",
    "PATCH, /timers, 'GET, POST, DELETE'",
    "POST, /timers/x, 'GET, PUT, PATCH, DELETE'",
    "NONSENSE, /timers/x, 'GET, PUT, PATCH, DELETE'",
    "DELETE, /timers/x/events, 'GET'"
  })
  void aMethodThatIsNotThere(String method, String path, String allowed) {
    Response answer = client.send(method, path, "{\"delay\":\"1s\"}");
    assertProblem(answer, 405, "method");
    assertThat(answer.header("Allow")).contains(allowed.split(", "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/timer", "/timers/", "/timers/x/y", "/error", "/actuator/nothing"})
  void aPathThatIsNotThere(String path) {
    assertProblem(client.get(path), 404);
  }
}
