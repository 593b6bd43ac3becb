package dev.chime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Snapshots on request, and what is measured of them. */
@Timeout(120)
class SnapshotsApiTest {

  private static void onServer(Consumer<ApiClient> action, String... options) {
    try (ConfigurableApplicationContext node =
        SpringApplication.run(ChimeApplication.class, options)) {
      action.accept(ApiClient.of(node));
    }
  }

  private static List<String> metrics(ApiClient client) {
    return client.get("/actuator/prometheus").body().lines().toList();
  }

  @Test
  void aSnapshotIsAFileAndIsMeasuredAlsoAfterARestart(@TempDir Path folder) {
    String[] options = {
      "--server.port=0",
      "--chime.data=" + folder.resolve("data"),
      "--chime.backup.folder=" + folder.resolve("backup"),
      "--chime.backup.every=24h"
    };
    onServer(
        client -> {
          client.create("{\"delay\":\"1h\"}");
          Response saved = client.send("POST", "/snapshots", "");
          assertThat(saved.status()).as(saved.body()).isIn(201, 409); // a regular one may run
          if (saved.status() == 201) {
            assertThat(saved.json().at("/timers/pending").asInt()).isEqualTo(1);
            assertThat(Path.of(saved.text("file"))).exists().hasParent(folder.resolve("backup"));
          }
        },
        options);
    onServer(
        client -> {
          assertThat(metrics(client))
              .contains("chime_backup_interval_seconds 86400.0")
              .contains("chime_backups_total{outcome=\"failed\"} 0.0")
              .noneMatch(line -> line.equals("chime_backup_size_bytes 0.0"))
              .noneMatch(line -> line.equals("chime_backup_last_success_timestamp_seconds 0.0"));
        },
        options);
  }

  @Test
  void withoutAnySnapshotTheMetricsAreThere(@TempDir Path folder) {
    onServer(
        client ->
            assertThat(metrics(client))
                .contains(
                    "chime_backup_interval_seconds 0.0",
                    "chime_backup_last_success_timestamp_seconds 0.0",
                    "chime_backup_size_bytes 0.0",
                    "chime_backups_total{outcome=\"saved\"} 0.0",
                    "chime_backups_total{outcome=\"failed\"} 0.0",
                    "chime_backups_total{outcome=\"refused\"} 0.0"),
        "--server.port=0",
        "--chime.data=" + folder);
    assertThat(Files.exists(folder.resolve("snapshots"))).isFalse();
  }

  @Test
  void postgresHasBackupsOfItsOwn() {
    onServer(
        client -> {
          Response refused = client.send("POST", "/snapshots", "");
          assertThat(refused.status()).isEqualTo(409);
          assertThat(refused.text("type")).endsWith("/no-snapshots");
          assertThat(metrics(client))
              .contains(
                  "chime_backups_total{outcome=\"refused\"} 1.0",
                  "chime_backup_interval_seconds 0.0");
        },
        "--server.port=0",
        "--chime.backup.every=1h",
        "--spring.datasource.url=" + PostgresServer.newDatabase().url());
  }
}
