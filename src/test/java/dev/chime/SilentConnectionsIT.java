package dev.chime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand connections that send nothing: others are served, and in the end they are closed.
 */
@Timeout(180)
class SilentConnectionsIT {

  private static final int SILENT = 10_000;

  @Test
  void othersAreServed(@TempDir Path data) throws IOException {
    List<Socket> silent = new ArrayList<>();
    try (ServerProcess server =
        ServerProcess.start(
            Path.of(System.getProperty("chime.jar")), data, "--chime.http.idle-timeout=10s")) {
      ApiClient client = new ApiClient(server.port());
      String id = client.create("{\"delay\":\"2s\"}");
      CompletableFuture<Response> waiting = client.getAsync("/timers/" + id);
      for (int i = 0; i < SILENT; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
      }
      for (int i = 0; i < 200; i++) {
        client.create("{\"delay\":\"1h\"}");
      }
      assertThat(waiting.join().text("state")).isEqualTo("ELAPSED");
      for (Socket each : silent) {
        assertThat(each.getInputStream().read()).isEqualTo(-1); // the server has hung up
      }
      assertThat(client.get("/actuator/health").status()).isEqualTo(200);
    } finally {
      for (Socket each : silent) {
        each.close();
      }
    }
  }
}
