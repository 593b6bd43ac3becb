package dev.chime.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.ChimeApplication;
import dev.chime.harness.ApiClient;
import dev.chime.web.RawAnswer;
import dev.chime.web.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A page that has led its own name to this machine is refused, unless there are keys. */
@Timeout(120)
class HostGuardTest {

  private static final String[] PATHS = {
    "/timers",
    "/timers/x?wait=0",
    "/whoami",
    "/docs/",
    "/v3/api-docs",
    "/",
    "/console/",
    "/actuator/health",
    "/actuator/prometheus",
    "/nothing"
  };

  @TempDir private Path folder;

  private ConfigurableApplicationContext start(String... options) {
    List<String> all = new ArrayList<>(List.of("--server.port=0", "--chime.data=" + folder));
    all.addAll(List.of(options));
    return SpringApplication.run(ChimeApplication.class, all.toArray(String[]::new));
  }

  private static RawAnswer ask(int port, String line, String... headers) throws IOException {
    try (RawHttp http = new RawHttp(port)) {
      String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      http.send(line + "\r\n" + more + "Connection: close\r\n\r\n");
      return RawAnswer.parse(http.readAll());
    }
  }

  private static void assertRefused(RawAnswer answer) {
    answer.assertProblem(421, "Host");
    assertThat(answer.json().path("type").asString()).endsWith("/misdirected");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void withoutKeysEveryRequestMustNameThisMachine() throws IOException {
    try (ConfigurableApplicationContext server =
        start(
            "--management.server.port=0",
            "--server.forward-headers-strategy=framework",
            "--chime.allowed-hosts=timers.example.com,10.0.0.7")) {
      int port = ApiClient.portOf(server);
      int management =
          server.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
      for (String path : PATHS) {
        String get = "GET " + path + " HTTP/1.1";
        for (int each : new int[] {port, management}) {
          assertRefused(ask(each, get, "Host: evil.example:" + each));
          assertRefused(ask(each, get, "Host: 127.0.0.1.evil.example"));
          assertThat(ask(each, get, "Host:").status()).isEqualTo(400);
          assertThat(ask(each, get, "Host: localhost:" + each).status()).isNotEqualTo(421);
          assertThat(ask(each, get, "Host: TIMERS.example.com.").status()).isNotEqualTo(421);
        }
      }
      for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"}) {
        assertRefused(ask(port, method + " /timers HTTP/1.1", "Host: evil.example"));
      }
      assertThat(ask(port, "GET /whoami HTTP/1.1", "Host: 10.0.0.7:80").status()).isEqualTo(200);
      assertThat(ask(port, "GET /whoami HTTP/1.0").status()).isEqualTo(200);
      for (String said :
          new String[] {"X-Forwarded-Host: localhost", "Forwarded: host=localhost"}) {
        assertRefused(ask(port, "GET /whoami HTTP/1.1", "Host: evil.example", said));
      }
    }
  }

  @Test
  void headersOfProxiesDoNotCountWithJettyEither() throws IOException {
    try (ConfigurableApplicationContext server =
        start("--server.forward-headers-strategy=native")) {
      int port = ApiClient.portOf(server);
      for (String said :
          new String[] {"X-Forwarded-Host: localhost", "Forwarded: host=localhost"}) {
        assertRefused(ask(port, "GET /whoami HTTP/1.1", "Host: evil.example", said));
      }
    }
  }

  @Test
  void withKeysAnyNameWillDo() throws IOException {
    String hash = "0123456789abcdef".repeat(4);
    try (ConfigurableApplicationContext server =
        start(
            "--chime.keys[0].name=a",
            "--chime.keys[0].hash=" + hash,
            "--chime.keys[0].role=read")) {
      int port = ApiClient.portOf(server);
      assertThat(ask(port, "GET /timers HTTP/1.1", "Host: any.example").status()).isEqualTo(401);
      assertThat(ask(port, "GET /actuator/health HTTP/1.1", "Host: any.example").status())
          .isEqualTo(200);
    }
  }

  @Test
  void whereItIsOpenToTheNetworkAnyNameWillDo() throws IOException {
    try (ConfigurableApplicationContext server =
        start("--chime.open=true", "--server.address=127.0.0.1")) {
      int port = ApiClient.portOf(server);
      assertThat(ask(port, "GET /timers HTTP/1.1", "Host: any.example").status()).isEqualTo(200);
    }
  }
}
