package dev.chime.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.web.ProblemAssertions;
import dev.chime.web.RawAnswer;
import dev.chime.web.RawHttp;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Web pages of the origins that are listed may use the service, with a key. */
@Timeout(60)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "chime.cors.allowed-origins=https://shop.example",
      "chime.keys[0].name=reader",
      "chime.keys[0].hash=" + TestKeys.READER_HASH,
      "chime.keys[0].role=read"
    })
class CorsTest {

  private static final String KNOWN = "https://shop.example";
  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

  @LocalServerPort private int port;

  private Response preflight(String origin) {
    return new ApiClient(port)
        .send(
            "OPTIONS",
            "/timers/x",
            BodyPublishers.noBody(),
            "Origin",
            origin,
            "Access-Control-Request-Method",
            "PATCH",
            "Access-Control-Request-Headers",
            "authorization,if-match");
  }

  @Test
  void aBrowserAsksWithoutAKeyWhetherItMay() {
    Response answer = preflight(KNOWN);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo(KNOWN);
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("PATCH");
    assertThat(answer.header("Access-Control-Allow-Headers")).contains("if-match");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/timers",
        "/queues/x/claim",
        "/deliveries/x/ack",
        "/deliveries",
        "/endpoints/x",
        "/schedules/x",
        "/clock",
        "/whoami",
        "/nodes"
      })
  void allPathsOfTheApiMayBeUsed(String path) {
    Response answer =
        new ApiClient(port)
            .send(
                "OPTIONS",
                path,
                BodyPublishers.noBody(),
                "Origin",
                KNOWN,
                "Access-Control-Request-Method",
                "POST");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo(KNOWN);
  }

  @Test
  void anotherOriginMayNot() {
    assertThat(preflight("https://elsewhere.example").status()).isEqualTo(403);
    assertThat(preflight("https://elsewhere.example").header(ALLOW_ORIGIN)).isNull();
  }

  @Test
  void itIsToldSoWithAProblem() {
    Response asked = preflight("https://elsewhere.example");
    assertThat(asked.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(asked.json().at("/errors/0/field").asString("")).isEqualTo("Origin");
    assertThat(asked.json().path("status").asInt()).isEqualTo(403);
    Response simple = new ApiClient(port).get("/timers", "Origin", "https://elsewhere.example");
    ProblemAssertions.assertProblem(simple, 403, "Origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "null",
        "https://",
        "http://a b",
        "https://shop.example:x",
        "\u0085",
        "%"
      })
  void originsThatAreNoneAreNoFailure(String origin) throws IOException {
    for (String method : new String[] {"GET", "OPTIONS"}) {
      RawAnswer answer =
          RawHttp.exchange(
              port,
              method + " /timers HTTP/1.1",
              "Origin: " + origin,
              "Access-Control-Request-Method: ;",
              "Access-Control-Request-Headers: ;,\"");
      assertThat(answer.status()).as("%s", answer).isBetween(400, 499);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }
  }

  /** Before it is known who asks, and whether they may. */
  @Test
  void whatMakesNoSenseIsToldWithoutAKey() throws IOException {
    RawHttp.exchange(port, "GET /timers HTTP/1.1", "Content-Type: a/b;charset=bogus")
        .assertProblem(415, "Content-Type");
    RawHttp.exchange(port, "GET /timers/./x HTTP/1.1").assertProblem(400, "path");
    RawHttp.exchange(port, "TRACE /timers/x HTTP/1.1").assertProblem(405, "method");
    RawHttp.exchange(port, "TRACE /nothing HTTP/1.1").assertProblem(405, "method");
    RawAnswer all = RawHttp.exchange(port, "OPTIONS * HTTP/1.1");
    assertThat(all.status()).isEqualTo(204);
  }

  @Test
  void traceTellsNobodyTheKey() throws IOException {
    RawAnswer answer =
        RawHttp.exchange(
            port, "TRACE /timers/x HTTP/1.1", "Authorization: Bearer " + TestKeys.READER);
    answer.assertProblem(405, "method").assertInstance("/timers/x");
    assertThat(answer.toString()).doesNotContain(TestKeys.READER);
  }

  @Test
  void thereIsOneKeyAtMost() throws IOException {
    RawHttp.exchange(
            port,
            "GET /timers HTTP/1.1",
            "Authorization: Bearer " + TestKeys.READER,
            "Authorization: Bearer nonsense")
        .assertProblem(400, "Authorization");
  }

  @Test
  void whatIsRefusedNamesWhatWasAskedFor() throws IOException {
    RawHttp.exchange(port, "GET /timers/x HTTP/1.1")
        .assertProblem(401, "Authorization")
        .assertInstance("/timers/x");
    RawAnswer forbidden =
        RawHttp.exchange(
            port, "DELETE /timers/x HTTP/1.1", "Authorization: Bearer " + TestKeys.READER);
    assertThat(forbidden.status()).isEqualTo(403);
    forbidden.assertInstance("/timers/x");
  }

  @Test
  void theAnswerMayBeReadHeadersIncluded() {
    Response answer =
        new ApiClient(port)
            .get("/timers", "Origin", KNOWN, "Authorization", "Bearer " + TestKeys.READER);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo(KNOWN);
    assertThat(answer.header("Access-Control-Expose-Headers")).contains("ETag", "Retry-After");
  }

  @Test
  void aKeyIsNeededAllTheSame() {
    assertThat(new ApiClient(port).get("/timers", "Origin", KNOWN).status()).isEqualTo(401);
  }
}
