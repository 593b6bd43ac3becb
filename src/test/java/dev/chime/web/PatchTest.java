package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What can be changed of a pending timer. */
@ApiTest
class PatchTest {

  private static final String BODY =
      "{\"delay\":\"1h\",\"payload\":{\"n\":1},\"labels\":{\"a\":\"1\"}}";

  @LocalServerPort private int port;
  private ApiClient client;
  private String id;
  private Response created;

  @BeforeEach
  void create() {
    client = new ApiClient(port);
    created = client.post(BODY);
    id = created.text("id");
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  private Response changed(String body) {
    Response answer = client.patch(id, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("ETag")).isEqualTo("\"2\"");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().required("version").asInt()).isEqualTo(2);
    assertThat(answer.text("createdAt")).isEqualTo(created.text("createdAt"));
    Response read = client.get("/timers/" + id + "?wait=0");
    assertThat(read.text("deadline")).isEqualTo(answer.text("deadline"));
    assertThat(read.json().path("payload")).isEqualTo(answer.json().path("payload"));
    assertThat(read.json().required("labels")).isEqualTo(answer.json().required("labels"));
    return answer;
  }

  @ParameterizedTest
  @ValueSource(strings = {"30m", "PT2H", "36525d"})
  void aNewDelayCountsFromNow(String delay) {
    Instant before = Instant.now();
    Response answer = changed("{\"delay\":\"" + delay + "\"}");
    Duration expected =
        delay.equals("30m")
            ? Duration.ofMinutes(30)
            : delay.equals("PT2H") ? Duration.ofHours(2) : Duration.ofDays(36_525);
    assertThat(Instant.parse(answer.text("deadline")))
        .isBetween(
            before.plus(expected).minusMillis(50), Instant.now().plus(expected).plusMillis(50));
    assertThat(answer.json().path("payload").path("n").asInt()).isEqualTo(1);
    assertThat(answer.json().path("labels").path("a").asString()).isEqualTo("1");
  }

  @Test
  void aNewTimeIsTaken() {
    assertThat(changed("{\"at\":\"2041-01-01T00:00:00+01:00\"}").text("deadline"))
        .isEqualTo("2040-12-31T23:00:00.000Z");
  }

  @Test
  void payloadAndLabelsAloneLeaveTheDeadline() {
    Response answer = changed("{\"payload\":[1.10],\"labels\":{\"b\":\"2\"}}");
    assertThat(answer.text("deadline")).isEqualTo(created.text("deadline"));
    assertThat(answer.body()).contains("\"payload\":[1.10]").contains("\"labels\":{\"b\":\"2\"}");
  }

  @Test
  void nullIsAPayload() {
    assertThat(changed("{\"payload\":null}").body()).contains("\"payload\":null");
  }

  @Test
  void labelsCanBeTakenAway() {
    assertThat(changed("{\"labels\":{}}").json().required("labels")).isEmpty();
  }

  @Test
  void aTimerPutOffIntoThePastElapsesAtOnce() {
    Response answer = client.patch(id, "{\"at\":\"2001-01-01T00:00:00Z\"}");
    assertThat(answer.text("deadline")).isEqualTo("2001-01-01T00:00:00.000Z");
    Response elapsed = client.get("/timers/" + id + "?wait=60s");
    assertThat(elapsed.text("state")).isEqualTo("ELAPSED");
    assertThat(elapsed.json().required("latenessMs").asLong()).isBetween(0L, 30_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                                 | body",
        "{\"delay\":null,\"labels\":null}                   | body",
        "{\"delay\":\"1s\",\"at\":\"2040-01-01T00:00:00Z\"} | at",
        "{\"delay\":\"-1s\"}                                | delay",
        "{\"delay\":\"36526d\"}                             | delay",
        "{\"at\":\"2040-01-01T00:00:00\"}                   | at",
        "{\"at\":\"9999-01-01T00:00:00Z\"}                  | at",
        "{\"state\":\"CANCELLED\"}                          | state",
        "{\"ifLate\":\"fire\"}                              | ifLate",
        "{\"version\":7}                                    | version",
        "{\"labels\":{\"\":\"\"}}                           | labels",
        "{\"labels\":{\"a\":null}}                          | labels.a",
        "{\"payload\":\"\\ud800\"}                          | payload",
        "null                                               | body",
        "[]                                                 | body",
      })
  void aBodyThatBreaksARuleChangesNothing(String body, String field) {
    assertProblem(client.patch(id, body), 400, field);
    assertThat(client.get("/timers/" + id + "?wait=0").header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void aPayloadThatIsTooLong() {
    assertProblem(client.patch(id, "{\"payload\":\"" + "x".repeat(65_536) + "\"}"), 413, "payload");
  }

  @Test
  void whatHasAnOutcomeIsNotChanged() {
    String elapsed = client.create("{\"delay\":\"0s\"}");
    client.get("/timers/" + elapsed);
    client.delete(id);
    assertDecided(client.patch(elapsed, "{\"delay\":\"1h\"}"), "ELAPSED");
    assertDecided(client.patch(id, "{\"payload\":1}"), "CANCELLED");
  }

  private static void assertDecided(Response answer, String state) {
    assertProblem(answer, 409);
    assertThat(answer.text("type")).endsWith("/decided");
    assertThat(answer.json().at("/timer/state").asString()).isEqualTo(state);
    assertThat(answer.json().at("/timer/version").asInt()).isEqualTo(2);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void anIdThatIsUnknownOrMalformed() {
    assertProblem(client.patch("nobody", "{\"delay\":\"1h\"}"), 404, "id");
    assertProblem(client.patch("a:b", "{\"delay\":\"1h\"}"), 400, "id");
  }

  @Test
  void aBodyThatIsNotJsonByItsType() {
    assertProblem(
        client.patch(id, "{\"delay\":\"1h\"}", "Content-Type", "text/plain"), 415, "Content-Type");
  }
}
