package dev.chime.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.web.RawAnswer;
import dev.chime.web.RawHttp;
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
      "chime.http.header-timeout=2s",
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

  /** It has a server and filters of its own. */
  @Test
  void whatMakesNoSenseIsRefusedThereToo() throws IOException {
    String health = "/actuator/health";
    RawHttp.exchange(managementPort, "GET " + health + " HTTP/1.1", "Content-Type: a;charset=b")
        .assertProblem(415, "Content-Type");
    RawHttp.exchange(managementPort, "TRACE " + health + " HTTP/1.1")
        .assertProblem(405, "method")
        .assertInstance(health);
    RawHttp.exchange(managementPort, "GET /actuator/./health HTTP/1.1")
        .assertProblem(400, "path")
        .assertInstance("/actuator/./health");
    RawHttp.exchange(managementPort, "GET /actuator/%zz HTTP/1.1").assertProblem(400, "path");
    RawHttp.exchange(managementPort, "GET " + health + " HTTP/2.0").assertProblem(426, "request");
    assertThat(RawHttp.exchange(managementPort, "OPTIONS * HTTP/1.1").status()).isEqualTo(204);
    RawAnswer options = RawHttp.exchange(managementPort, "OPTIONS " + health + " HTTP/1.1");
    assertThat(options.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(options.header("Accept-Patch")).isNull();
  }

  @Test
  void whoIsSlowIsCutOffThereToo() throws IOException {
    try (RawHttp http = new RawHttp(managementPort)) {
      http.send("GET /actuator/health HTTP/1.1\r\nHost: ");
      RawAnswer.parse(http.readAll()).assertProblem(408, "headers");
    }
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
