package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.chime.ChimeApplication;
import dev.chime.harness.ApiClient;
import dev.chime.harness.PostgresServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Which nodes share a store. */
@Timeout(120)
class NodesTest {

  private static ConfigurableApplicationContext start(String... options) {
    return SpringApplication.run(ChimeApplication.class, options);
  }

  private static List<JsonNode> nodes(ApiClient client) {
    return client.get("/nodes").json().required("nodes").valueStream().toList();
  }

  private static void assertSeen(JsonNode node) {
    assertThat(Instant.parse(node.required("seenAt").asString()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
  }

  @Test
  void theEmbeddedStoreHasOne(@TempDir Path folder) {
    try (ConfigurableApplicationContext server =
        start("--server.port=0", "--chime.data=" + folder, "--chime.node=alone")) {
      List<JsonNode> nodes = nodes(ApiClient.of(server));
      assertThat(nodes).hasSize(1);
      assertThat(nodes.getFirst().required("name").asString()).isEqualTo("alone");
      assertThat(nodes.getFirst().required("self").asBoolean()).isTrue();
      assertThat(nodes.getFirst().required("share").asDouble()).isEqualTo(1);
      assertSeen(nodes.getFirst());
    }
  }

  @Test
  void allThatShareADatabaseAreNamedByEach() {
    String url = "--spring.datasource.url=" + PostgresServer.newDatabase().url();
    try (ConfigurableApplicationContext one = start("--server.port=0", url, "--chime.node=one");
        ConfigurableApplicationContext two = start("--server.port=0", url, "--chime.node=two")) {
      for (ConfigurableApplicationContext each : List.of(one, two)) {
        String self = each.equals(one) ? "one" : "two";
        ApiClient client = ApiClient.of(each);
        assertThat(client.get("/whoami").text("store")).isEqualTo("postgresql");
        assertThat(client.get("/whoami").text("node")).isEqualTo(self);
        await().untilAsserted(() -> assertBoth(nodes(client), self));
      }
    }
  }

  private static void assertBoth(List<JsonNode> nodes, String self) {
    assertThat(nodes)
        .extracting(each -> each.required("name").asString())
        .containsExactly("one", "two");
    for (JsonNode node : nodes) {
      assertThat(node.required("self").asBoolean())
          .isEqualTo(node.required("name").asString().equals(self));
      assertThat(node.required("share").asDouble()).isCloseTo(0.5, within(0.1));
      assertSeen(node);
    }
  }
}
