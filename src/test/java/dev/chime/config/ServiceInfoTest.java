package dev.chime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.ChimeApplication;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.PostgresServer;
import dev.chime.schedule.ZoneData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

@Timeout(120)
class ServiceInfoTest {

  private static void check(String store, String migrations, String option) throws IOException {
    String schema = lastOf(Path.of("src/main/resources/db", migrations));
    for (int start = 1; start <= 2; start++) { // the first one migrates
      try (ConfigurableApplicationContext server =
          SpringApplication.run(
              ChimeApplication.class,
              "--server.port=0",
              "--chime.node=here",
              "--spring.application.version=1.2.3",
              option)) {
        Response info = ApiClient.of(server).get("/actuator/info");
        assertThat(info.status()).isEqualTo(200);
        assertThat(info.text("version")).isEqualTo("1.2.3");
        assertThat(info.text("node")).isEqualTo("here");
        assertThat(info.text("timeZoneData")).isEqualTo(ZoneData.VERSION);
        assertThat(info.json().at("/store/kind").asString()).isEqualTo(store);
        assertThat(info.json().at("/store/schema").asString()).isEqualTo(schema);
      }
    }
  }

  private static String lastOf(Path migrations) throws IOException {
    try (Stream<Path> files = Files.list(migrations)) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("^V(\\d+)__.*", "$1"))
          .max(Comparator.comparingInt(Integer::parseInt))
          .orElseThrow();
    }
  }

  @Test
  void saysWhatRunsOverTheEmbeddedStore(@TempDir Path data) throws IOException {
    check("sqlite", "sqlite", "--chime.data=" + data);
  }

  @Test
  void saysWhatRunsOverPostgres() throws IOException {
    check(
        "postgresql",
        "postgresql",
        "--spring.datasource.url=" + PostgresServer.newDatabase().url());
  }
}
