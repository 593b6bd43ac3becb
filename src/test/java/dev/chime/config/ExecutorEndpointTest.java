package dev.chime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Executor;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ApiTest
class ExecutorEndpointTest {

  private static final String[] COUNTS = {
    "pending", "woken", "polled", "completed", "failed", "cancelled", "timersArmed"
  };

  @LocalServerPort private int port;
  @Autowired private Executor executor;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  private JsonNode counts() {
    return client.get("/actuator/executor").json();
  }

  @Test
  void itShowsTheCountsOfEachShardAndOfAll() {
    JsonNode counts = counts();
    assertThat(counts.propertyNames()).containsExactlyInAnyOrder("shards", "total");
    assertThat(counts.path("total").propertyNames()).containsExactlyInAnyOrder(COUNTS);
    JsonNode shards = counts.path("shards");
    assertThat(shards.size()).isEqualTo(executor.stats().size());
    for (int i = 0; i < shards.size(); i++) {
      assertThat(shards.get(i).path("shard").asInt()).isEqualTo(i);
      assertThat(shards.get(i).path("counts").propertyNames()).containsExactlyInAnyOrder(COUNTS);
    }
  }

  @Test
  void theTotalIsTheSumOfTheShards() {
    JsonNode counts = counts();
    for (String count : COUNTS) {
      long sum = 0;
      for (JsonNode shard : counts.path("shards")) {
        sum += shard.path("counts").path(count).asLong();
      }
      assertThat(counts.path("total").path(count).asLong()).as(count).isEqualTo(sum);
    }
  }

  @Test
  void anArmedTimerShowsAndACancelledOneGoes() {
    long before = armed();
    String id = client.create("{\"delay\":\"4m\"}");
    await().until(() -> armed() == before + 1);
    client.delete(id);
    await().until(() -> armed() == before);
  }

  private long armed() {
    return counts().path("total").path("timersArmed").asLong();
  }
}
