package dev.chime.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The actuator on a port of its own has the same rules. */
@Timeout(60)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=0",
      "chime.keys[0].name=admin",
      "chime.keys[0].hash=" + TestKeys.ADMIN_HASH,
      "chime.keys[0].role=admin",
      "chime.keys[1].name=scraper",
      "chime.keys[1].hash=" + TestKeys.SCRAPER_HASH,
      "chime.keys[1].role=metrics"
    })
class ManagementPortTest {

  @LocalServerPort private int port;
  @LocalManagementPort private int managementPort;

  private int status(int at, String path, String key) {
    return new ApiClient(at).get(path, "Authorization", "Bearer " + key).status();
  }

  @Test
  void theKeysHoldThereToo() {
    ApiClient nobody = new ApiClient(managementPort);
    assertThat(nobody.get("/actuator/health/liveness").status()).isEqualTo(200);
    assertThat(nobody.get("/actuator/metrics").status()).isEqualTo(401);
    assertThat(nobody.get("/actuator/prometheus").status()).isEqualTo(401);
    assertThat(status(managementPort, "/actuator/prometheus", TestKeys.SCRAPER)).isEqualTo(200);
    assertThat(status(managementPort, "/actuator/metrics", TestKeys.SCRAPER)).isEqualTo(403);
    assertThat(status(managementPort, "/actuator/metrics", TestKeys.ADMIN)).isEqualTo(200);
  }

  @Test
  void timersStayWhereTheyAre() throws IOException {
    assertThat(status(port, "/timers", TestKeys.ADMIN)).isEqualTo(200);
    assertThat(statusOfTimersAtTheManagementPort()).isEqualTo(404);
    assertThat(status(port, "/actuator/metrics", TestKeys.ADMIN)).isEqualTo(404);
  }

  /** Not by the client, which holds answers to the contract of the API: this is no place of it. */
  private int statusOfTimersAtTheManagementPort() throws IOException {
    URI timers = URI.create("http://localhost:" + managementPort + "/timers");
    HttpURLConnection connection = (HttpURLConnection) timers.toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + TestKeys.ADMIN);
    return connection.getResponseCode();
  }
}
