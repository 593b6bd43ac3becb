package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ApiTest
class CreateTest {

  @LocalServerPort private int port;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @Test
  void aTimerIsCreated() {
    Instant before = Instant.now();
    Response answer = client.post("{\"delay\":\"1h\"}");
    Instant after = Instant.now();

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Location")).isEqualTo("/timers/" + answer.text("id"));
    assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    JsonNode timer = answer.json();
    assertThat(timer.propertyNames())
        .containsExactlyInAnyOrder(
            "id", "state", "deadline", "createdAt", "remaining", "labels", "version");
    assertThat(timer.path("state").asString()).isEqualTo("PENDING");
    assertThat(timer.path("version").asInt()).isEqualTo(1);
    assertThat(timer.path("labels").isEmpty()).isTrue();
    Instant createdAt = Instant.parse(answer.text("createdAt"));
    assertThat(createdAt).isBetween(before.minusMillis(50), after.plusMillis(50));
    assertThat(Duration.between(createdAt, Instant.parse(answer.text("deadline"))))
        .isEqualTo(Duration.ofHours(1));
    assertThat(answer.text("remaining")).isEqualTo("PT1H");
    client.delete(answer.text("id"));
  }

  @Test
  void timesAreInUtcWithMilliseconds() {
    Response answer = client.post("{\"at\":\"2031-05-06T09:08:07.100+02:00\"}");
    assertThat(answer.text("deadline")).isEqualTo("2031-05-06T07:08:07.100Z");
    assertThat(answer.text("createdAt"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    client.delete(answer.text("id"));
  }

  @ParameterizedTest
  @CsvSource({
    "2031-05-06T09:08:07+23:59, 2031-05-05T09:09:07.000Z",
    "2031-05-06 09:08:07Z, 2031-05-06T09:08:07.000Z",
    "2031-05-06t09:08:07.0000000001z, 2031-05-06T09:08:07.001Z",
    "2031-05-06T09:08:07.1230000000Z, 2031-05-06T09:08:07.123Z",
    "2031-12-31T23:59:60Z, 2032-01-01T00:00:00.000Z"
  })
  void aTimeIsWhateverRfc3339Allows(String at, String deadline) {
    Response answer = client.post("{\"at\":\"" + at + "\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.text("deadline")).isEqualTo(deadline);
    client.delete(answer.text("id"));
  }

  @Test
  void aNewDelayCountsFromItsRequest() {
    Instant before = Instant.now();
    String id = client.create("{\"delay\":\"1h\"}");
    Response answer = client.patch(id, "{\"delay\":\"1w\"}");
    assertThat(Duration.between(before, Instant.parse(answer.text("deadline"))))
        .isBetween(Duration.ofDays(7).minusMillis(50), Duration.ofDays(7).plusSeconds(30));
    assertThat(Duration.parse(answer.text("remaining"))).isLessThanOrEqualTo(Duration.ofDays(7));
    client.delete(id);
  }

  @Test
  void anIdIsAUuidOfVersion7AndLaterOnesAreGreater() {
    String first = client.create("{\"delay\":\"0s\"}");
    String second = client.create("{\"delay\":\"0s\"}");
    assertThat(first)
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(second).isGreaterThan(first);
  }

  @ParameterizedTest
  @CsvSource({
    "1s, PT1S",
    "1500ms, PT1.5S",
    "PT1.5S, PT1.5S",
    "2m, PT2M",
    "3h, PT3H",
    "4d, PT96H",
    "36525d, PT876600H",
    "P1DT1H, PT25H",
    "PT0.0001S, PT0.001S",
    "P1W, PT168H",
    "1w, PT168H",
    "1.5s, PT1.5S",
    "1h30m, PT1H30M",
    "1d12h, PT36H",
    "PT1.5H, PT1H30M",
    "1.0001ms, PT0.002S",
    "0s, PT0S",
    "-0s, PT0S"
  })
  void aDelayIsWrittenInEitherForm(String delay, Duration expected) {
    Response answer = client.post("{\"delay\":\"" + delay + "\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    Instant createdAt = Instant.parse(answer.text("createdAt"));
    assertThat(Duration.between(createdAt, Instant.parse(answer.text("deadline"))))
        .isEqualTo(expected);
    assertThat(Duration.parse(answer.text("remaining"))).isEqualTo(expected);
    client.delete(answer.text("id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"delay\":\"0s\"}",
        "{\"at\":\"2000-01-01T00:00:00Z\"}",
        "{\"at\":\"0000-01-01T00:00:00Z\"}",
        "{\"at\":\"2000-01-01T00:00:00-12:00\"}"
      })
  void whatIsDueAlreadyElapsesAtOnce(String body) {
    Response created = client.post(body);
    assertThat(created.text("state")).isEqualTo("PENDING");
    Response answer = client.get("/timers/" + created.text("id") + "?wait=60s");
    assertThat(answer.text("state")).isEqualTo("ELAPSED");
    assertThat(answer.text("deadline")).isEqualTo(created.text("deadline"));
    assertThat(answer.json().path("latenessMs").asLong()).isBetween(0L, 5_000L);
    assertThat(Instant.parse(answer.text("elapsedAt")))
        .isAfterOrEqualTo(Instant.parse(created.text("createdAt")));
  }

  @Test
  void labelsComeBack() {
    Response answer =
        client.post("{\"delay\":\"1h\",\"labels\":{\"team\":\"a b ä€𝄞\",\"A/b.c_d-1\":\"\"}}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    Response read = client.get("/timers/" + answer.text("id") + "?wait=0");
    assertThat(read.json().path("labels").path("team").asString()).isEqualTo("a b ä€𝄞");
    assertThat(read.json().path("labels").path("A/b.c_d-1").asString()).isEmpty();
    assertThat(read.json().path("labels").size()).isEqualTo(2);
    client.delete(answer.text("id"));
  }

  @Test
  void theSameKeyIsAnsweredWithTheSameTimer() {
    String body = "{\"delay\":\"1h\",\"payload\":{\"n\":1},\"labels\":{\"a\":\"b\",\"c\":\"d\"}}";
    String sameBody =
        "{ \"labels\":{\"c\":\"d\",\"a\":\"b\"}, \"payload\":{\"n\": 1}, \"delay\":\"1h\" }";
    String key = "key-" + System.nanoTime();
    Response first = client.post(body, "Idempotency-Key", key);
    Response again = client.post(sameBody, "Idempotency-Key", "\"" + key + "\"");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    client.delete(first.text("id"));
    assertThat(client.post(body, "Idempotency-Key", key).body()).isEqualTo(first.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"delay\":\"2h\",\"labels\":{\"a\":\"1\",\"b\":\"2\"}}",
        "{\"delay\":\"1h\",\"labels\":{\"a\":\"1\",\"b\":\"3\"}}",
        "{\"delay\":\"1h\",\"labels\":{\"a\":\"1, b=2\"}}",
        "{\"delay\":\"1h\",\"labels\":{\"a\":\"1\"}}",
        "{\"delay\":\"1h\",\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"payload\":null}",
        "{\"at\":\"2030-01-01T00:00:00Z\",\"labels\":{\"a\":\"1\",\"b\":\"2\"}}"
      })
  void theSameKeyWithAnotherBodyIsRefused(String other) {
    String key = "key-" + System.nanoTime();
    Response first =
        client.post(
            "{\"delay\":\"1h\",\"labels\":{\"a\":\"1\",\"b\":\"2\"}}", "Idempotency-Key", key);
    Response second = client.post(other, "Idempotency-Key", key);
    ProblemAssertions.assertProblem(second, 422, "Idempotency-Key");
    client.delete(first.text("id"));
  }

  /** They wait for the first of them, and then have its answer. */
  @Test
  void ofFortyAtOnceWithOneKeyAllAreAnsweredAlike() {
    String key = "key-" + System.nanoTime();
    List<CompletableFuture<Response>> sent =
        Stream.generate(
                () ->
                    client.sendAsync(
                        "POST",
                        "/timers",
                        BodyPublishers.ofString("{\"delay\":\"1h\"}"),
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        key))
            .limit(40)
            .toList();
    List<Response> answers = sent.stream().map(CompletableFuture::join).toList();
    assertThat(answers).extracting(Response::status).containsOnly(201);
    assertThat(answers.stream().map(Response::body).distinct()).hasSize(1);
    client.delete(answers.getFirst().text("id"));
  }
}
