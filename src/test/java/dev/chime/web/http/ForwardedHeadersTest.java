package dev.chime.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.web.RawAnswer;
import dev.chime.web.RawHttp;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Behind a proxy that is believed, what it passes on from others has to make sense, too. */
@Timeout(60)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "server.forward-headers-strategy=framework")
class ForwardedHeadersTest {

  @LocalServerPort private int port;

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-Prefix, no-slash",
    "X-Forwarded-Prefix, /a b",
    "X-Forwarded-Prefix, /%zz",
    "X-Forwarded-Prefix, \u0085",
    "X-Forwarded-Host, '=\"'",
    "X-Forwarded-Host, a b",
    "X-Forwarded-Host, '[::1'",
    "X-Forwarded-Proto, %zz",
    "X-Forwarded-Proto, ht tp",
    "X-Forwarded-Port, x",
    "X-Forwarded-Port, -5",
    "X-Forwarded-For, '\"'",
    "Forwarded, 'host=a b'",
    "Forwarded, 'host=\"[\";proto=;for=\"'",
    "Forwarded, proto=%%",
    "Forwarded, host=:::",
  })
  void theClientIsToldOrNobodyMinds(String name, String value) throws IOException {
    for (String path :
        new String[] {"/timers/nobody", "/timers?limit=1", "/", "/docs", "/v3/api-docs"}) {
      RawAnswer answer = RawHttp.exchange(port, "GET " + path + " HTTP/1.1", name + ": " + value);
      assertThat(answer.status()).as("%s", answer).isLessThan(500);
      if (answer.status() >= 400) {
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().at("/errors/0/rule").asString("")).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/chime", "/a/b", ""})
  void whatMakesSenseIsHeeded(String prefix) throws IOException {
    RawAnswer answer =
        RawHttp.exchange(
            port,
            "GET /docs HTTP/1.1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: my_host",
            "X-Forwarded-Prefix: " + prefix);
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).endsWith(prefix + "/docs/");
  }
}
