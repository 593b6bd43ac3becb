package dev.chime.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Wrong keys are counted, and limited by address; the right one is not. */
@Timeout(60)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "chime.keys[0].name=writer",
      "chime.keys[0].hash=" + TestKeys.WRITER_HASH,
      "chime.keys[0].role=write"
    })
class WrongKeysTest {

  @LocalServerPort private int port;

  @Test
  void manyAreLimitedAndCounted() {
    ApiClient client = new ApiClient(port);
    int limited = 0;
    for (int i = 0; i < 200; i++) {
      Response answer = client.get("/timers", "Authorization", "Bearer wrong-" + i);
      assertThat(answer.status()).isIn(401, 429);
      if (answer.status() == 429) {
        limited++;
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        assertThat(answer.text("type")).endsWith("/too-many-failures");
      }
    }
    assertThat(limited).isPositive();
    assertThat(client.get("/timers", "Authorization", "Bearer " + TestKeys.WRITER).status())
        .isEqualTo(200);
    assertThat(client.get("/actuator/prometheus").body())
        .contains("chime_access_failures_total{outcome=\"limited\"} " + limited + ".0")
        .contains("chime_access_failures_total{outcome=\"refused\"} " + (200 - limited) + ".0");
  }
}
