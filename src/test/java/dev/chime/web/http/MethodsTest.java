package dev.chime.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiTest;
import dev.chime.web.RawAnswer;
import dev.chime.web.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What may be done is what {@code Allow} says, on {@code OPTIONS} and on {@code 405}. */
@ApiTest
class MethodsTest {

  @LocalServerPort private int port;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/timers                  | PUT      | GET, HEAD, POST, DELETE, OPTIONS",
        "/timers/x                | POST     | GET, HEAD, PUT, PATCH, DELETE, OPTIONS",
        "/timers/x/events         | DELETE   | GET, HEAD, OPTIONS",
        "/timers/batch            | FOO      | POST, OPTIONS",
        "/timers/wait             | POST     | GET, HEAD, OPTIONS",
        "/timers/events           | POST     | GET, HEAD, OPTIONS",
        "/timers/x                | get      | GET, HEAD, PUT, PATCH, DELETE, OPTIONS",
        "/actuator                | POST     | GET, HEAD, OPTIONS",
        "/actuator/health         | DELETE   | GET, HEAD, OPTIONS",
        "/actuator/health/liveness| NONSENSE | GET, HEAD, OPTIONS",
        "/actuator/prometheus     | PATCH    | GET, HEAD, OPTIONS",
      })
  void allowIsTheSame(String path, String other, String methods) throws IOException {
    RawAnswer options = RawHttp.exchange(port, "OPTIONS " + path + " HTTP/1.1");
    assertThat(options.status()).isEqualTo(200);
    assertThat(options.body()).isEmpty();
    assertThat(options.header("Allow")).isEqualTo(methods);
    boolean isPatched = methods.contains("PATCH");
    assertThat(options.header("Accept-Patch")).isEqualTo(isPatched ? "application/json" : null);

    for (String method : new String[] {other, "TRACE"}) {
      RawAnswer refused = RawHttp.exchange(port, method + " " + path + " HTTP/1.1");
      refused.assertProblem(405, "method").assertInstance(path);
      assertThat(refused.header("Allow")).isEqualTo(methods);
    }
  }

  /** They look like those of timers, and are not, however they are written. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/timers/batch     | GET HEAD PUT PATCH DELETE | POST, OPTIONS",
        "/timers/wait      | POST PUT PATCH DELETE     | GET, HEAD, OPTIONS",
        "/timers/events    | POST PUT PATCH DELETE     | GET, HEAD, OPTIONS",
        "/timers/%62atch   | GET HEAD PUT PATCH DELETE | POST, OPTIONS",
        "/timers/w%61it    | POST PUT PATCH DELETE     | GET, HEAD, OPTIONS",
        "/timers/event%73  | POST PUT PATCH DELETE     | GET, HEAD, OPTIONS"
      })
  void pathsOfTheirOwnAreNotThoseOfTimers(String path, String others, String methods)
      throws IOException {
    RawAnswer options = RawHttp.exchange(port, "OPTIONS " + path + " HTTP/1.1");
    assertThat(options.status()).isEqualTo(200);
    assertThat(options.header("Allow")).isEqualTo(methods);
    for (String method : others.split(" ", -1)) {
      RawAnswer refused =
          RawHttp.exchange(
              port,
              "{\"delay\":\"1h\"}".getBytes(StandardCharsets.UTF_8),
              method + " " + path + " HTTP/1.1",
              "Content-Type: application/json");
      assertThat(refused.header("Allow")).as(method).isEqualTo(methods);
      if (method.equals("HEAD")) {
        assertThat(refused.status()).isEqualTo(405);
      } else {
        refused.assertProblem(405, "method").assertInstance(path);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/timers/x", "/actuator/health", "/docs", "/", "/nothing", "/error"})
  void traceTellsNobodyWhatWasSent(String path) throws IOException {
    RawAnswer answer =
        RawHttp.exchange(port, "TRACE " + path + " HTTP/1.1", "Authorization: Bearer secret");
    answer.assertProblem(405, "method").assertInstance(path);
    assertThat(answer.head()).anyMatch(line -> line.startsWith("Allow:"));
    assertThat(answer.toString()).doesNotContain("secret", "message/http");
  }

  @Test
  void whatIsNotThereHasNoOptions() throws IOException {
    RawAnswer answer = RawHttp.exchange(port, "OPTIONS /nothing HTTP/1.1");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Allow")).isNull();
  }

  @Test
  void theServerAsAWholeHasOptions() throws IOException {
    RawAnswer answer = RawHttp.exchange(port, "OPTIONS * HTTP/1.1");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  }

  @Test
  void nothingElseIsOfTheServerAsAWhole() throws IOException {
    RawHttp.exchange(port, "GET * HTTP/1.1").assertProblem(400, "request");
  }

  /** Without an origin that may ask, that is all there is to it. */
  @Test
  void whoAsksForAnotherOriginIsAllowedNothing() throws IOException {
    RawAnswer answer =
        RawHttp.exchange(
            port,
            "OPTIONS /timers HTTP/1.1",
            "Origin: https://elsewhere.example",
            "Access-Control-Request-Method: DELETE");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    assertThat(answer.toString()).doesNotContain("TRACE");
  }
}
