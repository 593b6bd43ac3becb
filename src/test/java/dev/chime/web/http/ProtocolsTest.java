package dev.chime.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiTest;
import dev.chime.web.RawAnswer;
import dev.chime.web.RawHttp;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * HTTP/1.1 is all that is spoken. Whoever begins with another is told, whoever asks is not heard.
 */
@ApiTest
class ProtocolsTest {

  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /timers HTTP/2.0\r\nHost: localhost\r\n\r\n",
        "POST /timers HTTP/2.0\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
      })
  void whoSpeaksHttp2IsToldWhatToSpeak(String request) throws IOException {
    try (RawHttp http = new RawHttp(port)) {
      http.send(request);
      RawAnswer answer = RawAnswer.parse(http.readAll());
      answer.assertProblem(426, "request");
      assertThat(answer.header("Upgrade")).isEqualTo("HTTP/1.1");
      assertThat(answer.header("Connection")).containsIgnoringCase("upgrade").contains("close");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/0.9", "HTTP/1.2", "HTTP/3.0", "HTTP/9.9"})
  void otherVersionsAreNotSupported(String version) throws IOException {
    try (RawHttp http = new RawHttp(port)) {
      http.send("GET /timers " + version + "\r\nHost: localhost\r\n\r\n");
      RawAnswer.parse(http.readAll()).assertProblem(505, "request");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAA",
        "Connection: upgrade\r\nUpgrade: h2c",
        "Upgrade: h2c",
        "Upgrade: h2c, websocket",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13",
        "Connection: Upgrade",
        "Upgrade: ;;;"
      })
  void whoWouldLikeToChangeIsAnsweredAllTheSame(String headers) throws IOException {
    try (RawHttp http = new RawHttp(port)) {
      String request = "GET /timers?limit=1 HTTP/1.1\r\nHost: localhost\r\n";
      http.send(request + headers + "\r\n\r\n");
      assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      http.readUntil("}");
      http.send(request + "Connection: close\r\n\r\n"); // the connection goes on as it was
      assertThat(http.readAll()).contains("HTTP/1.1 200 ");
    }
  }
}
