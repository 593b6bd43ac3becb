package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.ChimeApplication;
import dev.chime.harness.ApiClient;
import dev.chime.timer.Millis;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** How many deliveries there are, and where they go. */
@Timeout(120)
class DeliveryStatsTest {

  private static final String EMPTY = "{\"pending\":0,\"leased\":0,\"dead\":0,\"destinations\":[]}";

  @Test
  void openOnesAreCountedByWhereTheyGo(@TempDir Path folder) {
    try (ConfigurableApplicationContext server =
        SpringApplication.run(
            ChimeApplication.class, "--server.port=0", "--chime.data=" + folder)) {
      ApiClient client = ApiClient.of(server);
      assertThat(client.get("/deliveries/stats").body()).isEqualTo(EMPTY);
      Instant before = Millis.floor(Instant.now());
      deliver(client, 3, "{\"queue\":\"emails\"}");
      deliver(client, 98, "{\"queue\":\"queue-%03d\"}");
      client.send("POST", "/queues/emails/claim?max=1&lease=1h&wait=5s", "");
      await() // an answer is kept for a second
          .untilAsserted(
              () ->
                  assertThat(client.get("/deliveries/stats").json().path("leased").asInt())
                      .isOne());
      JsonNode stats = client.get("/deliveries/stats").json();
      assertThat(stats.required("pending").asInt()).isEqualTo(2 + 98);
      assertThat(stats.required("dead").asInt()).isZero();
      assertThat(stats.has("more")).isFalse();
      assertThat(stats.required("destinations")).hasSize(99);
      JsonNode emails = stats.required("destinations").get(0);
      assertThat(emails.required("queue").asString()).isEqualTo("emails");
      assertThat(emails.required("open").asInt()).isEqualTo(3);
      assertThat(emails.has("more") || emails.has("to") || emails.has("url")).isFalse();
      assertThat(Instant.parse(emails.required("oldestAt").asString()))
          .isBetween(before, Instant.now().plusSeconds(1));

      deliver(client, 2, "{\"queue\":\"zoo-%d\"}");
      await()
          .untilAsserted(
              () -> assertThat(client.get("/deliveries/stats").json().has("more")).isTrue());
      assertThat(client.get("/deliveries/stats").json().required("destinations")).hasSize(100);
    }
  }

  private static void deliver(ApiClient client, int count, String destination) {
    IntStream.range(0, count)
        .forEach(
            i ->
                client.get(
                    "/timers/"
                        + client.create(
                            "{\"delay\":\"0s\",\"deliver\":" + destination.formatted(i) + "}")));
  }
}
