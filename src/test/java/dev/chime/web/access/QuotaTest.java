package dev.chime.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.web.ProblemAssertions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a namespace may have and do; another is not affected. */
@Timeout(60)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "chime.keys[0].name=writer",
      "chime.keys[0].hash=" + TestKeys.WRITER_HASH,
      "chime.keys[0].namespace=few",
      "chime.keys[0].role=write",
      "chime.keys[1].name=stranger",
      "chime.keys[1].hash=" + TestKeys.STRANGER_HASH,
      "chime.keys[1].namespace=slow",
      "chime.keys[1].role=write",
      "chime.keys[2].name=admin",
      "chime.keys[2].hash=" + TestKeys.ADMIN_HASH,
      "chime.keys[2].role=admin",
      "chime.quotas.namespaces.few.max-pending=3",
      "chime.quotas.namespaces.few.max-waiters=2",
      "chime.quotas.namespaces.slow.creates-per-second=1",
      "chime.quotas.namespaces.slow.creates-burst=5",
      "chime.long-poll.max-parked=3"
    })
class QuotaTest {

  @LocalServerPort private int port;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  private Response send(String key, String method, String path) {
    return client.send(
        method,
        path,
        "{\"delay\":\"1h\",\"labels\":{\"a\":\"b\"}}",
        "Authorization",
        "Bearer " + key,
        "Content-Type",
        "application/json");
  }

  @Test
  void pendingTimersAreLimitedByNamespace() {
    for (int i = 0; i < 3; i++) {
      assertThat(send(TestKeys.WRITER, "PUT", "/timers/few-" + i).status()).isEqualTo(201);
    }
    Response refused = send(TestKeys.WRITER, "POST", "/timers");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("type")).endsWith("/too-many-timers");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"pending\";q=3");
    assertThat(refused.header("RateLimit")).isEqualTo("\"pending\";r=0");
    assertThat(send(TestKeys.WRITER, "PUT", "/timers/few-1").status()).isEqualTo(200);
    assertThat(send(TestKeys.ADMIN, "POST", "/timers").status()).isEqualTo(201);

    send(TestKeys.WRITER, "DELETE", "/timers?label=a:b");
    assertThat(send(TestKeys.WRITER, "POST", "/timers").status()).isEqualTo(201);
    send(TestKeys.WRITER, "DELETE", "/timers?label=a:b");
  }

  @Test
  void creationsAreLimitedInTime() {
    List<Response> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(send(TestKeys.STRANGER, "POST", "/timers"));
    }
    assertThat(answers.getFirst().status()).isEqualTo(201);
    assertThat(answers.getFirst().header("RateLimit-Policy")).isEqualTo("\"creates\";q=5;w=5");
    assertThat(answers.getFirst().header("RateLimit")).startsWith("\"creates\";r=4;t=");
    Response refused =
        answers.stream().filter(answer -> answer.status() == 429).findFirst().orElseThrow();
    assertThat(refused.text("type")).endsWith("/too-many-creates");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.header("RateLimit")).startsWith("\"creates\";r=0;t=");
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 429));
    assertThat(send(TestKeys.ADMIN, "POST", "/timers").status()).isEqualTo(201);
    await().until(() -> send(TestKeys.STRANGER, "POST", "/timers").status() == 201);
  }

  /** Trying again would not help, so nobody is told to; and nothing is taken for it. */
  @Test
  void aBatchOfMoreThanMayBeCreatedAtOnceIsTooLarge() {
    String six = "[" + "{\"delay\":\"1h\"},".repeat(5) + "{\"delay\":\"1h\"}]";
    for (int i = 0; i < 2; i++) {
      Response refused =
          client.send(
              "POST",
              "/timers/batch",
              six,
              "Authorization",
              "Bearer " + TestKeys.STRANGER,
              "Content-Type",
              "application/json");
      ProblemAssertions.assertProblem(refused, 400, "body");
      assertThat(refused.text("type")).endsWith("/invalid-request");
      assertThat(refused.text("detail"))
          .isEqualTo("body must have at most 5 items, since no more timers may be created at once");
      assertThat(refused.header("Retry-After")).isNull();
      assertThat(refused.json().has("retryAfter")).isFalse();
    }
  }

  @Test
  void waitersAreLimitedByNamespaceAndInAll() {
    send(TestKeys.ADMIN, "PUT", "/timers/waited");
    send(TestKeys.WRITER, "PUT", "/timers/waited");
    List<CompletableFuture<Response>> waiting = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      waiting.add(park(TestKeys.WRITER));
      awaitWaiters(i);
    }
    Response refused = park(TestKeys.WRITER).join();
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("type")).endsWith("/too-many-waiters");
    assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"waiters\";q=2");

    waiting.add(park(TestKeys.ADMIN));
    awaitWaiters(3);
    Response full = park(TestKeys.ADMIN).join();
    assertThat(full.status()).isEqualTo(503);
    assertThat(full.header("Retry-After")).isEqualTo("1");
    assertThat(full.header("RateLimit")).isNull();

    send(TestKeys.WRITER, "DELETE", "/timers/waited");
    send(TestKeys.ADMIN, "DELETE", "/timers/waited");
    assertThat(waiting).allSatisfy(each -> assertThat(each.join().status()).isEqualTo(200));
    awaitWaiters(0);
  }

  private CompletableFuture<Response> park(String key) {
    return client.getAsync("/timers/waited?wait=50s", "Authorization", "Bearer " + key);
  }

  private void awaitWaiters(int count) {
    await()
        .until(
            () -> client.get("/actuator/prometheus").body().contains("\nchime_waiters " + count));
  }
}
