package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who the caller is where there are no keys, and what answers. */
@ApiTest
class WhoamiTest {

  @LocalServerPort private int port;
  @Autowired private ServerInfo server;

  @Test
  void withoutKeysAnybodyMayDoEverything() {
    Response answer = new ApiClient(port).get("/whoami");
    assertThat(answer.json().has("key")).isFalse();
    assertThat(answer.text("role")).isEqualTo("admin");
    assertThat(answer.text("namespace")).isEqualTo("default");
    assertThat(answer.json().required("testClock").asBoolean()).isFalse();
    assertThat(answer.text("store")).isEqualTo("sqlite");
    assertThat(answer.text("node")).isNotBlank().isEqualTo(server.node());
    assertThat(answer.text("version")).isNotBlank();
    assertThat(Instant.parse(answer.text("now")))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }
}
