package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.ChimeApplication;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.EventReader;
import dev.chime.harness.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Namespaces whose time stands still until it is turned. */
@Timeout(120)
class TestClockTest {

  private static final String START = "2030-01-01T00:00:00.000Z";
  private static final String NAMED = "--chime.test-namespaces.default.start=" + START;

  @TempDir private Path folder;

  private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();

  private ApiClient start(String... options) {
    List<String> all = new ArrayList<>(List.of("--server.port=0", "--chime.data=" + folder));
    all.addAll(List.of(options));
    ConfigurableApplicationContext node =
        SpringApplication.run(ChimeApplication.class, all.toArray(String[]::new));
    nodes.add(node);
    return ApiClient.of(node);
  }

  @AfterEach
  void stop() {
    nodes.forEach(ConfigurableApplicationContext::close);
  }

  private static Response advance(ApiClient client, String by, String... headers) {
    return client.send("POST", "/clock/advance", "{\"by\":\"" + by + "\"}", headers);
  }

  private static Response set(ApiClient client, String now) {
    return client.send("PUT", "/clock", "{\"now\":\"" + now + "\"}");
  }

  @Test
  void aWaiterIsAnsweredByATurn() {
    ApiClient client = start(NAMED);
    assertThat(client.get("/clock").body()).isEqualTo("{\"now\":\"" + START + "\"}");
    Response created = client.post("{\"delay\":\"P30D\"}");
    assertThat(created.text("createdAt")).isEqualTo(START);
    assertThat(created.text("deadline")).isEqualTo("2030-01-31T00:00:00.000Z");
    String id = created.text("id");
    CompletableFuture<Response> waiting = client.getAsync("/timers/" + id + "?wait=60s");
    await().until(() -> client.get("/actuator/metrics/chime.waiters").body().contains("1.0"));
    assertThat(advance(client, "P29D").body())
        .isEqualTo(
            "{\"now\":\"2030-01-30T00:00:00.000Z\",\"target\":\"2030-01-30T00:00:00.000Z\","
                + "\"outcomes\":0,\"more\":false}");
    assertThat(client.get("/timers/" + id + "?wait=0").text("state")).isEqualTo("PENDING");
    assertThat(waiting).isNotDone();
    Response turned = advance(client, "P2D");
    assertThat(turned.json().required("outcomes").asInt()).isEqualTo(1);
    Response answer = waiting.join();
    assertThat(answer.text("state")).isEqualTo("ELAPSED");
    assertThat(answer.text("elapsedAt")).isEqualTo("2030-01-31T00:00:00.000Z");
    assertThat(answer.json().required("latenessMs").asLong()).isZero();
  }

  @Test
  void whatIsDueAtOnceElapsesAtOnce() {
    ApiClient client = start(NAMED);
    String id = client.create("{\"delay\":\"0s\"}");
    assertThat(client.get("/timers/" + id + "?wait=60s").text("state")).isEqualTo("ELAPSED");
    String past = client.create("{\"at\":\"2029-12-31T00:00:00Z\"}");
    assertThat(client.get("/timers/" + past + "?wait=60s").text("elapsedAt")).isEqualTo(START);
  }

  @Test
  void streamsTellOfATurnInOrder() {
    ApiClient client = start(NAMED);
    client.send("PUT", "/schedules/s", "{\"every\":\"1h\"}");
    int port = ApiClient.portOf(nodes.getFirst());
    try (EventReader events = new EventReader(port, "/timers/events", null)) {
      advance(client, "PT3H");
      assertThat(events.next(6))
          .extracting(event -> event.name() + " " + event.data().required("id").asString())
          .containsExactly(
              "elapsed s~20300101T010000Z",
              "created s~20300101T020000Z",
              "elapsed s~20300101T020000Z",
              "created s~20300101T030000Z",
              "elapsed s~20300101T030000Z",
              "created s~20300101T040000Z");
    }
  }

  @Test
  void badTurnsAreRefused() {
    ApiClient client = start(NAMED);
    assertThat(set(client, "2030-06-01T00:00:00Z").status()).isEqualTo(200);
    Response back = set(client, "2030-05-31T23:59:59.999Z");
    assertThat(back.status()).isEqualTo(409);
    assertThat(back.text("type")).endsWith("/clock-goes-forward");
    assertThat(back.text("now")).isEqualTo("2030-06-01T00:00:00.000Z");
    assertThat(set(client, "soon").status()).isEqualTo(400);
    assertThat(client.send("PUT", "/clock", "{}").status()).isEqualTo(400);
    assertThat(advance(client, "-PT1S").status()).isEqualTo(400);
    assertThat(client.send("POST", "/clock/advance", "{}").status()).isEqualTo(400);
    set(client, "9999-12-31T00:00:00Z");
    Response far = advance(client, "P1D");
    assertThat(far.status()).as(far.body()).isEqualTo(400);
    assertThat(far.body()).contains("\"by\"");
  }

  @Test
  void aRepeatedAdvanceTurnsOnce() {
    ApiClient client = start(NAMED);
    Response first = advance(client, "P1D", "Idempotency-Key", "k");
    assertThat(advance(client, "P1D", "Idempotency-Key", "k").body()).isEqualTo(first.body());
    assertThat(client.get("/clock").text("now")).isEqualTo("2030-01-02T00:00:00.000Z");
    assertThat(advance(client, "P2D", "Idempotency-Key", "k").status()).isEqualTo(422);
  }

  @Test
  void otherNamespacesHaveNoClock() {
    ApiClient client = start("--chime.test-namespaces=lab");
    Response read = client.get("/clock");
    assertThat(read.status()).isEqualTo(403);
    assertThat(read.text("type")).endsWith("/no-test-clock");
    assertThat(advance(client, "P1D").status()).isEqualTo(403);
    assertThat(set(client, START).status()).isEqualTo(403);
  }

  @Test
  void timersOfASilentNamespaceAreNotDelivered() {
    ApiClient client = start(NAMED, "--chime.test-namespaces.default.deliver=false");
    String id = client.create("{\"delay\":\"1h\",\"deliver\":{\"queue\":\"q\"}}");
    advance(client, "PT1H");
    Response timer = client.get("/timers/" + id + "?wait=0");
    assertThat(timer.text("state")).isEqualTo("ELAPSED");
    assertThat(timer.json().has("delivery")).isFalse();
    assertThat(client.get("/deliveries").body()).contains("\"deliveries\":[]");
  }

  @Test
  void whatIsOldByTheClockIsDeleted() {
    ApiClient client = start(NAMED);
    String id = client.create("{\"delay\":\"1h\"}");
    advance(client, "PT24H");
    assertThat(client.get("/timers/" + id + "?wait=0").status()).isEqualTo(200);
    advance(client, "PT2H");
    await().until(() -> client.get("/timers/" + id + "?wait=0").status() == 404);
  }

  @Test
  void everyNodeHasTheSameTime() {
    String url = "--spring.datasource.url=" + PostgresServer.newDatabase().url();
    ApiClient one = start(NAMED, url);
    ApiClient two = start(NAMED, url);
    String id = one.create("{\"delay\":\"1h\"}");
    CompletableFuture<Response> waiting = one.getAsync("/timers/" + id + "?wait=60s");
    advance(two, "PT1H");
    assertThat(one.get("/clock").text("now")).isEqualTo("2030-01-01T01:00:00.000Z");
    assertThat(one.post("{\"delay\":\"1h\"}").text("createdAt"))
        .isEqualTo("2030-01-01T01:00:00.000Z");
    assertThat(waiting.join().text("state")).isEqualTo("ELAPSED");
  }
}
