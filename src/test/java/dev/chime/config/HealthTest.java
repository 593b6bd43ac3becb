package dev.chime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ApiTest
class HealthTest {

  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(strings = {"", "/liveness", "/readiness"})
  void aRunningServerIsUp(String group) {
    Response answer = new ApiClient(port).get("/actuator/health" + group);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("UP");
  }

  @Test
  void theGroupsAreNamed() {
    Response answer = new ApiClient(port).get("/actuator/health");
    assertThat(answer.json().path("groups"))
        .extracting(group -> group.asString())
        .containsExactlyInAnyOrder("liveness", "readiness");
  }

  @ParameterizedTest
  @ValueSource(strings = {"env", "beans", "heapdump", "threaddump", "configprops", "shutdown"})
  void whatIsNobodysBusinessIsNotThere(String endpoint) {
    assertThat(new ApiClient(port).get("/actuator/" + endpoint).status()).isEqualTo(404);
  }
}
