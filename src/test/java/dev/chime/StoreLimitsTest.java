package dev.chime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.timer.service.ServiceClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What a client hears at the store's limits, and what the clock makes of a store from the future.
 */
@Timeout(120)
class StoreLimitsTest {

  @TempDir private Path folder;

  private ConfigurableApplicationContext start(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "--server.port=0";
    all[1] = "--chime.data=" + folder;
    System.arraycopy(options, 0, all, 2, options.length);
    return SpringApplication.run(ChimeApplication.class, all);
  }

  private static ApiClient client(ConfigurableApplicationContext context) {
    var server = ((WebServerApplicationContext) context).getWebServer();
    return new ApiClient(server.getPort());
  }

  @Test
  void tooManyPendingTimersAreRefusedUntilOneIsGone() {
    try (var context = start("--chime.store.max-pending=2")) {
      ApiClient client = client(context);
      String first = client.create("{\"delay\":\"1h\"}");
      client.create("{\"delay\":\"1h\"}");
      Response third = client.post("{\"delay\":\"1h\"}");
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.header("Retry-After")).isNotNull();
      assertThat(third.header("Content-Type")).isEqualTo("application/problem+json");

      client.delete(first);
      client.create("{\"delay\":\"1h\"}");
    }
  }

  @Test
  void aFullFileIsSaidToBeFullAndTheServiceDown() {
    try (var context = start("--chime.store.max-size=16KB")) { // less than the schema takes
      ApiClient client = client(context);
      Response refused = client.post("{\"delay\":\"1h\"}");
      assertThat(refused.status()).isEqualTo(507);
      assertThat(refused.header("Retry-After")).isNotNull();
      assertThat(refused.text("type")).endsWith("store-full");
      assertThat(client.get("/actuator/health").status()).isEqualTo(503);
      assertThat(client.get("/actuator/health/liveness").status()).isEqualTo(200);
    }
  }

  /** What was accepted is answered again, whatever is full by then. */
  @Test
  void aRepetitionIsNotRefused() {
    String body = "{\"delay\":\"1h\"}";
    String first;
    try (var context = start()) {
      ApiClient client = client(context);
      first = client.post(body, "Idempotency-Key", "key").body();
      assertThat(client.put("mine", body).status()).isEqualTo(201);
    }
    try (var context = start("--chime.store.max-pending=2")) {
      areRefusedUnlessRepeated(client(context), body, first, 429);
    }
    try (var context = start("--chime.store.max-size=16KB")) {
      areRefusedUnlessRepeated(client(context), body, first, 507);
    }
  }

  private static void areRefusedUnlessRepeated(
      ApiClient client, String body, String first, int status) {
    assertThat(client.post(body).status()).isEqualTo(status);
    assertThat(client.post(body, "Idempotency-Key", "other").status()).isEqualTo(status);
    assertThat(client.put("other", body).status()).isEqualTo(status);
    Response replayed = client.post(body, "Idempotency-Key", "key");
    assertThat(replayed.status()).isEqualTo(201);
    assertThat(replayed.body()).isEqualTo(first);
    assertThat(client.put("mine", body).status()).isEqualTo(200);
    assertThat(client.put("mine", "{\"delay\":\"2h\"}").status()).isEqualTo(409);

    Response batch = client.send("POST", "/timers/batch", "[" + body + "," + body + "]");
    for (int i = 0; i < 2; i++) {
      assertThat(batch.json().at("/results/" + i + "/status").asInt()).isEqualTo(status);
      assertThat(batch.json().at("/results/" + i + "/problem/retryAfter").asInt()).isEqualTo(1);
    }
  }

  @Test
  void theClockDoesNotStartBehindWhatTheStoreKnows() throws SQLException {
    start().close();
    Instant later = Instant.now().plus(Duration.ofHours(1)); // as after a step back of an hour
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("chime.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE ledger SET clock = " + later.toEpochMilli());
    }
    try (var context = start()) {
      assertThat(context.getBean(ServiceClock.class).instant())
          .isBetween(later.minusMillis(1), later.plusSeconds(60));
      ApiClient client = client(context);
      String id = client.create("{\"delay\":\"20ms\"}");
      assertThat(client.get("/timers/" + id).text("state")).isEqualTo("ELAPSED");
    }
  }
}
