package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiTest;
import dev.chime.timer.service.TimerService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What arrives on the socket need not be proper HTTP. */
@ApiTest
class RawHttpTest {

  @LocalServerPort private int port;
  @Autowired private TimerService timers;

  private String exchange(String request) throws IOException {
    try (RawHttp http = new RawHttp(port)) {
      http.send(request);
      return http.readAll();
    }
  }

  private static void assertProblem(String answer, int status) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer).containsIgnoringCase("Content-Type: application/problem+json");
    assertThat(answer).contains("\"status\":" + status);
    ProblemAssertions.assertNoInsides(answer);
  }

  @Test
  void oversizedHeaders() throws IOException {
    String answer =
        exchange(lines("GET /timers/x HTTP/1.1", "Host: localhost", "A: " + "a".repeat(20_000)));
    assertProblem(answer, 431);
    assertThat(answer).contains("\"field\":\"headers\"").contains("\"rule\":");
  }

  @Test
  void manyHeaders() throws IOException {
    String headers = "A: a\r\n".repeat(5_000);
    assertProblem(exchange(lines("GET /timers/x HTTP/1.1", "Host: localhost", headers)), 431);
  }

  @Test
  void anOversizedUri() throws IOException {
    assertProblem(
        exchange(lines("GET /timers/" + "a".repeat(20_000) + " HTTP/1.1", "Host: localhost")), 414);
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  static Stream<String> garbage() {
    String get = "GET /timers/x HTTP/1.1";
    String post = "POST /timers HTTP/1.1";
    String host = "Host: localhost";
    String close = "Connection: close";
    return Stream.of(
        lines("nonsense"),
        lines("\u0000\u0001\u0002"),
        lines("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"), // TLS
        lines("GET"),
        lines(get), // no host
        lines("GET /timers/%zz HTTP/1.1", host, close),
        lines("GET /timers/%00 HTTP/1.1", host, close),
        lines("GET /timers/%25 HTTP/1.1", host, close),
        lines("GET /timers/a%2Fb HTTP/1.1", host, close),
        lines("GET /timers/x?wait=%zz HTTP/1.1", host, close),
        lines("GET /../timers/x HTTP/1.1", host, close),
        lines("GET /timers/x y HTTP/1.1", host),
        lines(get, host, "No colon"),
        lines(get, host, "Bad name: 1"),
        lines(get, host, "B\u00e4d: 1"),
        lines(get, host, "A: \u0001"),
        lines(get, host, "A: 1", " folded"),
        lines(get, "Host: a:b"),
        lines(get, "Host: a", "Host: b"),
        lines(post, host, "Content-Length: many"),
        lines(post, host, "Content-Length: -1"),
        lines(post, host, "Content-Length: 1", "Content-Length: 2"),
        lines(
            post,
            host,
            close,
            "Content-Type: application/json",
            "Transfer-Encoding: chunked",
            "",
            "not a chunk"));
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void whatIsNotProperHttp(String request) throws IOException {
    assertProblem(exchange(request), 400);
  }

  /** What a parser says is about itself. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /timers/x y HTTP/1.1\r\nHost: localhost",
        "GET /timers/x HTTP/1.1",
        "GET /timers/x HTTP/1.1\r\nHost: localhost\r\nBad name: 1",
        "GET /timers/x HTTP/1.1\r\nHost: localhost\r\nA: \u0001",
        "GET /timers/x HTTP/1.1\r\nHost: localhost\r\nA: 1\r\n folded",
        "GET /timers/x HTTP/1.1\r\nHost: a:b",
        "GET /timers/x HTTP/1.1\r\nHost: a\r\nHost: b",
        "GET /timers/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: many",
        "POST /timers HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: gzip",
        "nonsense",
        "\u0000\u0001\u0002"
      })
  void whatIsMalformedIsToldInPlainWords(String head) throws IOException {
    RawAnswer answer = RawAnswer.parse(exchange(lines(head)));
    answer.assertProblem(400, "request");
    assertThat(answer.json().at("/errors/0/rule").asString(""))
        .isEqualTo("must be well-formed HTTP");
    assertThat(answer.json().path("detail").asString(""))
        .isEqualTo(
            "request must be well-formed HTTP: a first line of method, path and version, headers"
                + " without control characters or folded lines, one Host, and at most one length"
                + " of the body");
  }

  @Test
  void aConnectionThatIsNotReadAnyMoreIsSaidToBeClosed() throws IOException {
    String answer = exchange(lines("GET /timers/%00 HTTP/1.1", "Host: localhost"));
    assertProblem(answer, 400);
    assertThat(answer).containsIgnoringCase("Connection: close");
  }

  @Test
  void aBodyThatEndsTooSoonCreatesNothingAndHarmsNobody() throws IOException {
    try (RawHttp http = new RawHttp(port)) {
      http.send(
          lines(
              "POST /timers HTTP/1.1",
              "Host: localhost",
              "Content-Type: application/json",
              "Content-Length: 100",
              "",
              "{\"delay\":"));
    }
    assertThat(new ApiClient(port).get("/actuator/health").status()).isEqualTo(200);
  }

  @Test
  void whoStillSendsWhatWasRefusedGetsTheAnswerAndMayGoOn() throws IOException {
    String body = "]" + " ".repeat(100_000);
    try (RawHttp http = new RawHttp(port)) {
      http.send(
          lines(
                  "POST /timers HTTP/1.1",
                  "Host: localhost",
                  "Content-Type: application/json",
                  "Content-Length: " + body.length())
              + body.substring(0, 10));
      assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 400 ");
      http.send(body.substring(10));
      http.send(lines("GET /timers/nobody HTTP/1.1", "Host: localhost", "Connection: close"));
      assertThat(http.readAll()).contains("not-json", "HTTP/1.1 404 ", "unknown-timer");
    }
  }

  @Test
  void aBodyWithoutEndIsNotReadForever() throws IOException {
    String chunk = "10000\r\n" + "1,".repeat(32_768) + "\r\n";
    try (RawHttp http = new RawHttp(port)) {
      http.send(
          String.join(
              "\r\n",
              "POST /timers HTTP/1.1",
              "Host: localhost",
              "Content-Type: application/json",
              "Transfer-Encoding: chunked",
              "",
              "1b",
              "{\"delay\":\"1s\",\"payload\":[1,",
              ""));
      assertThatIOException()
          .isThrownBy(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  http.send(chunk);
                }
              });
    }
    assertThat(new ApiClient(port).get("/actuator/health").status()).isEqualTo(200);
  }

  @Test
  void clientsThatGoAwayLeaveNobodyWaiting() throws IOException {
    ApiClient client = new ApiClient(port);
    String id = client.create("{\"delay\":\"1h\"}");
    List<RawHttp> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RawHttp http = new RawHttp(port);
      clients.add(http);
      http.send(lines("GET /timers/" + id + "?wait=2s HTTP/1.1", "Host: localhost"));
    }
    await().until(() -> timers.waiting() == 20);
    for (RawHttp http : clients) {
      http.close();
    }
    await().until(() -> timers.waiting() == 0); // when their wait has ended, at the latest
    client.delete(id);
  }
}
