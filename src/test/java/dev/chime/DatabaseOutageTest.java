package dev.chime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.PostgresProcess;
import dev.chime.harness.Scrape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** What happens to clients while the database is gone, and when it is back. */
@Timeout(180)
class DatabaseOutageTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MANY = 3_000;

  private static ConfigurableApplicationContext node(String url) {
    return SpringApplication.run(
        ChimeApplication.class, "--server.port=0", "--spring.datasource.url=" + url);
  }

  private static void awaitStatus(ApiClient client, String path, int status) {
    await().atMost(PATIENCE).until(() -> client.get(path).status() == status);
  }

  private static void awaitWaiters(ApiClient client, int count) {
    await().atMost(PATIENCE).until(() -> Scrape.of(client).value("chime_waiters") == count);
  }

  @Test
  void whoWaitsGoesOnWaitingAndWhatCameDueElapsesAfterwards(@TempDir Path folder) throws Exception {
    try (PostgresProcess database = PostgresProcess.start(folder);
        ConfigurableApplicationContext node = node(database.address().url())) {
      ApiClient client = ApiClient.of(node);
      List<String> due = new ArrayList<>();
      String batch = "[" + "{\"delay\":\"3s\"},".repeat(999) + "{\"delay\":\"3s\"}]";
      for (int i = 0; i < MANY / 1000; i++) {
        client
            .send("POST", "/timers/batch", batch)
            .json()
            .required("results")
            .forEach(each -> due.add(each.at("/timer/id").asString()));
      }
      String far = client.create("{\"delay\":\"1h\"}");
      CompletableFuture<Response> waiting =
          client.getAsync("/timers/" + due.getFirst() + "?wait=60s");
      CompletableFuture<Response> inVain = client.getAsync("/timers/" + far + "?wait=5s");
      awaitWaiters(client, 2);
      assertThat(client.get("/actuator/health/readiness").status()).isEqualTo(200);

      database.kill();
      awaitStatus(client, "/actuator/health/readiness", 503);
      Response refused = client.post("{\"delay\":\"1s\"}");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isNotBlank();
      assertThat(client.get("/actuator/health/liveness").status()).isEqualTo(200);
      assertThat(waiting).isNotDone();
      assertThat(inVain).isNotDone();
      assertThat(inVain.join().status()).isEqualTo(503); // nobody knows how its timer stands
      assertThat(waiting).isNotDone();

      database.startAgain();
      Response elapsed = waiting.join();
      assertThat(elapsed.text("state")).isEqualTo("ELAPSED");
      assertThat(Instant.parse(elapsed.text("elapsedAt")))
          .isAfterOrEqualTo(Instant.parse(elapsed.text("deadline")));
      await()
          .atMost(PATIENCE)
          .until(() -> Scrape.of(client).value("chime_timers_stored{state=\"elapsed\"}") >= MANY);
      for (String id : due) {
        assertThat(client.get("/timers/" + id + "?wait=0").text("state")).isEqualTo("ELAPSED");
      }
      awaitStatus(client, "/actuator/health/readiness", 200);
      assertThat(client.post("{\"delay\":\"1s\"}").status()).isEqualTo(201);
    }
  }

  @Test
  void aStandbyThatIsPromotedCarriesOn(@TempDir Path folder) throws Exception {
    try (PostgresProcess primary =
            PostgresProcess.start(Files.createDirectory(folder.resolve("a")));
        PostgresProcess standby = primary.standby(Files.createDirectory(folder.resolve("b")))) {
      String hosts = "localhost:" + primary.port() + ",localhost:" + standby.port();
      try (ConfigurableApplicationContext node =
          node("jdbc:postgresql://" + hosts + "/postgres?user=postgres&targetServerType=primary")) {
        ApiClient client = ApiClient.of(node);
        String id = client.create("{\"delay\":\"4s\",\"payload\":{\"a\":1}}");
        CompletableFuture<Response> waiting = client.getAsync("/timers/" + id + "?wait=60s");
        awaitWaiters(client, 1);

        primary.kill();
        awaitStatus(client, "/actuator/health/readiness", 503);
        standby.execute("SELECT pg_promote()");

        assertThat(waiting.join().text("state")).isEqualTo("ELAPSED");
        awaitStatus(client, "/actuator/health/readiness", 200);
        String next = client.create("{\"delay\":\"1s\"}");
        assertThat(client.get("/timers/" + next + "?wait=30s").text("state")).isEqualTo("ELAPSED");
      }
    }
  }
}
