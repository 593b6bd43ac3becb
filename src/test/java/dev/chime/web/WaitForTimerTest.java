package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.timer.service.TimerService;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ApiTest
class WaitForTimerTest {

  @LocalServerPort private int port;
  @Autowired private TimerService timers;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  private void awaitWaiters(int count) {
    await().until(() -> timers.waiting() == count);
  }

  @Test
  void theAnswerComesWhenTheTimerElapsesAndNotBefore() {
    Response created = client.post("{\"delay\":\"300ms\",\"payload\":[1]}");
    Response answer = client.get("/timers/" + created.text("id"));
    Instant answeredAt = Instant.now();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("ETag")).isEqualTo("\"2\"");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("Preference-Applied")).isNull();
    assertThat(answer.json().propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "state",
            "deadline",
            "createdAt",
            "elapsedAt",
            "latenessMs",
            "payload",
            "labels",
            "version");
    assertThat(answer.text("state")).isEqualTo("ELAPSED");
    assertThat(answer.text("id")).isEqualTo(created.text("id"));
    Instant deadline = Instant.parse(created.text("deadline"));
    Instant elapsedAt = Instant.parse(answer.text("elapsedAt"));
    assertThat(elapsedAt).isEqualTo(deadline);
    assertThat(answeredAt)
        .isAfterOrEqualTo(deadline.plusMillis(answer.json().required("latenessMs").asLong()));
    assertThat(client.get("/timers/" + created.text("id")).body()).isEqualTo(answer.body());
  }

  @Test
  void allWhoWaitAreAnsweredWhenTheTimerIsCancelled() {
    String id = client.create("{\"delay\":\"1h\"}");
    List<CompletableFuture<Response>> waiting =
        Stream.generate(() -> client.getAsync("/timers/" + id + "?wait=60s")).limit(50).toList();
    awaitWaiters(50);
    Response cancelled = client.delete(id);

    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.text("state")).isEqualTo("CANCELLED");
    assertThat(cancelled.header("ETag")).isEqualTo("\"2\"");
    assertThat(cancelled.json().has("elapsedAt")).isFalse();
    assertThat(cancelled.json().has("remaining")).isFalse();
    assertThat(waiting)
        .allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo(cancelled.body()));
    assertThat(timers.waiting()).isZero();
    assertThat(client.delete(id).body()).isEqualTo(cancelled.body());
  }

  @Test
  void whatHasElapsedIsNotCancelled() {
    String id = client.create("{\"delay\":\"0s\"}");
    Response elapsed = client.get("/timers/" + id);
    Response answer = client.delete(id);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(elapsed.body());
  }

  @ParameterizedTest
  @CsvSource({
    "'', wait=0, wait=0",
    "'', wait=1, wait=1",
    "'', 'respond-async, WAIT = 1', wait=1",
    "'', 'wait=\"1\"; x=y', wait=1",
    "?wait=0,,",
    "?wait=0s,,",
    "?wait=PT0S,,",
    "?wait=20ms,,",
    "?wait=20ms, wait=60,",
  })
  void aWaitThatEndsAnswersWithTheTimerAsItStands(String query, String prefer, String applied) {
    String id = client.create("{\"delay\":\"1h\"}");
    Response answer =
        prefer == null
            ? client.get("/timers/" + id + query)
            : client.get("/timers/" + id + query, "Prefer", prefer);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("state")).isEqualTo("PENDING");
    assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    assertThat(answer.header("Preference-Applied")).isEqualTo(applied);
    assertThat(timers.waiting()).isZero();
    client.delete(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"61", "100000", "999999999999999999"})
  void aWaitBeyondTheLimitIsCutAndTheClientTold(String seconds) {
    String id = client.create("{\"delay\":\"1h\"}");
    var byHeader = client.getAsync("/timers/" + id, "Prefer", "wait=" + seconds);
    var byParameter = client.getAsync("/timers/" + id + "?wait=" + seconds);
    awaitWaiters(2);
    client.delete(id);
    assertThat(byHeader.join().header("Preference-Applied")).isEqualTo("wait=60");
    assertThat(byParameter.join().header("Preference-Applied")).isEqualTo("wait=60");
  }

  @Test
  void whoHasSeenTheTimerIsToldOnlyOfAChange() {
    String id = client.create("{\"delay\":\"1h\"}");
    Response same = client.get("/timers/" + id + "?wait=20ms", "If-None-Match", "\"1\"");
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.header("ETag")).isEqualTo("\"1\"");
    assertThat(same.body()).isEmpty();
    assertThat(client.get("/timers/" + id + "?wait=0", "If-None-Match", "W/\"1\"").status())
        .isEqualTo(304);
    assertThat(client.get("/timers/" + id + "?wait=0", "If-None-Match", "\"7\", \"1\"").status())
        .isEqualTo(304);

    var change = client.getAsync("/timers/" + id + "?wait=60s", "If-None-Match", "\"1\"");
    awaitWaiters(1);
    client.delete(id);
    assertThat(change.join().status()).isEqualTo(200);
    assertThat(change.join().text("state")).isEqualTo("CANCELLED");
    assertThat(client.get("/timers/" + id, "If-None-Match", "\"2\"").status()).isEqualTo(304);
  }

  @Test
  void whoHasSeenAnotherVersionIsAnsweredAtOnce() {
    String id = client.create("{\"delay\":\"1h\"}");
    Response answer = client.get("/timers/" + id + "?wait=60s", "If-None-Match", "\"7\"");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("state")).isEqualTo("PENDING");
    client.delete(id);
  }
}
