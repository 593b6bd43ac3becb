package dev.chime.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiTest;
import dev.chime.web.RawAnswer;
import dev.chime.web.RawHttp;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Paths that do not say plainly what they mean are refused, and told so like anything else. */
@ApiTest
class PathsTest {

  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/timers/./x",
        "/timers/x/../y",
        "/timers/.",
        "/timers/..",
        "/timers/x;a=1",
        "/timers/;",
        "/timers;a=1/x",
        "/timers/%2e",
        "/timers/%2E%2e/x",
        "/timers/a%2Fb",
        "/timers/a%5Cb",
        "/timers/a%3Bb",
        "/timers/%25",
        "/timers/%00",
        "/timers/%0a",
        "/timers/%ff",
        "/timers/%C3",
        "/timers//x",
        "//timers",
        "/timers/x//events",
        "/actuator//health",
        "/actuator/%2e/health",
        "/../timers/x",
        "/docs/..;/timers"
      })
  void theAnswerNamesTheRequestsOwn(String path) throws IOException {
    for (String method : new String[] {"GET", "PUT", "DELETE", "OPTIONS"}) {
      RawAnswer answer = RawHttp.exchange(port, method + " " + path + "?wait=0 HTTP/1.1");
      answer.assertProblem(400, "path").assertInstance(path);
      assertThat(answer.json().path("type").asString(""))
          .isEqualTo("https://chime.dev/problems/invalid-request");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/timers/%zz, /timers/%25zz",
    "/timers/%, /timers/%25",
    "/timers/a%2, /timers/a%252",
    "/timers/%u0041, /timers/%25u0041",
    "/timers/a\\b, /timers/a%5Cb",
    "/timers/a{b}, /timers/a%7Bb%7D",
  })
  void whatCanBeInNoUriIsEscaped(String path, String instance) throws IOException {
    RawHttp.exchange(port, "GET " + path + " HTTP/1.1")
        .assertProblem(400, "path")
        .assertInstance(instance);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/timers/x#y", "http://u:p@x/timers/x"})
  void whatIsOutsideOfThePath(String target) throws IOException {
    RawHttp.exchange(port, "GET " + target + " HTTP/1.1")
        .assertProblem(400, "request")
        .assertInstance("/timers/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/error", "/docs/nothing.js", "/webjars/nothing/x.css"})
  void whatIsNotThere(String path) throws IOException {
    RawAnswer answer = RawHttp.exchange(port, "GET " + path + " HTTP/1.1", "Accept: text/html");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    answer.assertInstance(path);
  }

  @Test
  void aTargetMayNameTheServer() throws IOException {
    RawHttp.exchange(port, "GET http://localhost/timers/nobody HTTP/1.1")
        .assertProblem(404, "id")
        .assertInstance("/timers/nobody");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "*x", ":", "http://[::1/timers"})
  void whatIsNoTargetAtAll(String target) throws IOException {
    RawAnswer answer = RawHttp.exchange(port, "GET " + target + " HTTP/1.1");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().at("/errors/0/rule").asString("")).isNotBlank();
  }
}
