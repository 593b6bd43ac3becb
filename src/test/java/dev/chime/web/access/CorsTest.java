package dev.chime.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  private Answer preflight(String origin) {
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
    Answer answer = preflight(KNOWN);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo(KNOWN);
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("PATCH");
    assertThat(answer.header("Access-Control-Allow-Headers")).contains("if-match");
  }

  @Test
  void anotherOriginMayNot() {
    assertThat(preflight("https://elsewhere.example").status()).isEqualTo(403);
    assertThat(preflight("https://elsewhere.example").header(ALLOW_ORIGIN)).isNull();
  }

  @Test
  void theAnswerMayBeReadHeadersIncluded() {
    Answer answer =
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
