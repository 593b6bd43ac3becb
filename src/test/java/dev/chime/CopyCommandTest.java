package dev.chime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.cli.Commands;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.PostgresServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Moving from one machine to several. */
class CopyCommandTest {

  private static <R> R onServer(Function<ApiClient, R> action, String... options) {
    try (ConfigurableApplicationContext node =
        SpringApplication.run(ChimeApplication.class, options)) {
      return action.apply(ApiClient.of(node));
    }
  }

  @Test
  void timersGoOnInPostgres(@TempDir Path folder) {
    String data = "--chime.data=" + folder;
    String url = "--spring.datasource.url=" + PostgresServer.newDatabase().url();
    String id =
        onServer(
            client -> client.create("{\"delay\":\"3s\",\"payload\":[1]}"), data, "--server.port=0");

    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    assertThat(Commands.run(printer, printer, "copy", "--json", data, url)).isZero();
    assertThat(out.toString()).contains("{\"table\":\"timers\",\"rows\":1,");

    Response answer =
        onServer(client -> client.get("/timers/" + id + "?wait=30s"), url, "--server.port=0");
    assertThat(answer.text("state")).isEqualTo("ELAPSED");
    assertThat(answer.json().required("payload").toString()).isEqualTo("[1]");
  }
}
