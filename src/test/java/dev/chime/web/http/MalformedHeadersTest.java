package dev.chime.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiTest;
import dev.chime.web.RawAnswer;
import dev.chime.web.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** No value of any header is a failure of ours, and none is answered with a page. */
@ApiTest
class MalformedHeadersTest {

  private static final byte[] BODY = "{\"delay\":\"1h\"}".getBytes(StandardCharsets.UTF_8);

  private static final List<String> VALUES =
      List.of(
          "",
          ";",
          ",",
          "=",
          "text/plain, ,*/*,",
          "\"",
          "\"\\",
          "*/*;q=x",
          "text/html;charset=bogus",
          "[::1",
          "a b",
          "%zz",
          "-1",
          "99999999999999999999",
          "bytes=9-1",
          "for=\"[\";proto=;host=a:b",
          "\u0080\u0085\u00a0\u00ad\u00ff",
          "\u00c0\u00af",
          "a".repeat(3_000));

  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept",
        "Accept-Charset",
        "Accept-Encoding",
        "Accept-Language",
        "Access-Control-Request-Headers",
        "Access-Control-Request-Method",
        "Authorization",
        "Cache-Control",
        "Connection",
        "Content-Disposition",
        "Content-Encoding",
        "Content-Language",
        "Content-Length",
        "Content-Range",
        "Cookie",
        "Date",
        "Expect",
        "Forwarded",
        "From",
        "HTTP2-Settings",
        "Host",
        "Idempotency-Key",
        "If-Match",
        "If-Modified-Since",
        "If-None-Match",
        "If-Range",
        "If-Unmodified-Since",
        "Keep-Alive",
        "Last-Event-ID",
        "Max-Forwards",
        "Origin",
        "Prefer",
        "Proxy-Authorization",
        "Range",
        "Referer",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "User-Agent",
        "Via",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Port",
        "X-Forwarded-Prefix",
        "X-Forwarded-Proto",
        "X-HTTP-Method-Override",
        "baggage",
        "traceparent",
        "tracestate"
      })
  void whateverTheValue(String name) throws IOException {
    for (String value : VALUES) {
      for (String what :
          new String[] {
            "GET /timers/nobody",
            "GET /timers?limit=1",
            "POST /timers",
            "GET /actuator/health",
            "GET /actuator/prometheus",
            "GET /docs/",
            "GET /v3/api-docs",
            "GET /webjars/swagger-ui/swagger-ui.css",
            "GET /nothing"
          }) {
        byte[] body = what.startsWith("POST") ? BODY : new byte[0];
        RawAnswer answer = RawHttp.exchange(port, body, what + " HTTP/1.1", name + ": " + value);
        assertThat(answer.status()).as("%s %s: %s", what, name, answer).isLessThan(500);
        if (answer.status() >= 400) {
          assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
          assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Prefer, \u0085",
    "If-None-Match, \"\u0085\"",
    "X-Whatever, \u0085",
    "Accept-Language, \u0085",
  })
  void charactersThatNobodyUsesAreNoFailure(String name, String value) throws IOException {
    RawAnswer answer = RawHttp.exchange(port, "GET /timers/nobody HTTP/1.1", name + ": " + value);
    answer.assertProblem(404, "id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", " , ,", "*/*,", ", text/plain"})
  void emptyElementsOfAcceptMeanNothing(String accept) throws IOException {
    RawAnswer answer =
        RawHttp.exchange(port, "GET /actuator/prometheus HTTP/1.1", "Accept: " + accept);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/plain");
  }

  @Test
  void parametersThatNobodyKnowsAreNoFailure() throws IOException {
    RawHttp.exchange(port, "GET /timers/nobody?%C2%85=%C2%85&wait=0 HTTP/1.1")
        .assertProblem(404, "id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Idempotency-Key", "Authorization"})
  void whatMayBeGivenOnce(String name) throws IOException {
    RawHttp.exchange(
            port,
            BODY,
            "POST /timers HTTP/1.1",
            "Content-Type: application/json",
            name + ": one",
            name + ": two")
        .assertProblem(400, name);
  }

  /** With keys or, as here, without. */
  @ParameterizedTest
  @ValueSource(strings = {"/timers", "/actuator/health", "/v3/api-docs", "/nothing"})
  void authorizationMayBeGivenOnceAnywhere(String path) throws IOException {
    RawHttp.exchange(
            port, "GET " + path + " HTTP/1.1", "Authorization: Bearer a", "authorization: Bearer a")
        .assertProblem(400, "Authorization")
        .assertInstance(path);
  }

  @Test
  void twoKeysCreateNothing() throws IOException {
    ApiClient client = new ApiClient(port);
    client.cancelAll();
    for (String path : new String[] {"/timers", "/timers/batch"}) {
      RawHttp.exchange(
              port,
              BODY,
              "POST " + path + " HTTP/1.1",
              "Content-Type: application/json",
              "Idempotency-Key: \"same\"",
              "idempotency-key: \"same\"")
          .assertProblem(400, "Idempotency-Key");
    }
    assertThat(client.get("/timers?state=PENDING").json().required("timers")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/timers/events", "/timers/x/events"})
  void twoLastEvents(String path) throws IOException {
    RawHttp.exchange(port, "GET " + path + " HTTP/1.1", "Last-Event-ID: 0-0", "Last-Event-ID: 0-1")
        .assertProblem(400, "Last-Event-ID");
  }
}
