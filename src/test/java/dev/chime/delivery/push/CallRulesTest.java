package dev.chime.delivery.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.delivery.EndpointSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallRulesTest {

  private final CallRules strict = CallRules.of(false, List.of());
  private final CallRules lax = CallRules.of(true, List.of("127.0.0.0/8"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com", "https://example.com:8443/a?b=c", "HTTPS://EXAMPLE.com/",
        "https://8.8.8.8/", "https://[2606:4700:4700::1111]/", "https://xn--bcher-kva.example/"
      })
  void addressesOnTheInternetAreGood(String url) {
    assertThat(strict.brokenByUrl(url)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "//example.com/",
        "example.com",
        "https:///x",
        "https://user@example.com/",
        "https://user:word@example.com/",
        "https://@example.com/",
        "https://example.com/#part",
        "https://example.com:0/",
        "https://example.com:65536/",
        "https://example.com:99999999999/",
        "https://example.com:-1/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::]/",
        "https://[64:ff9b::7f00:1]/",
        "https://0.0.0.0/",
        "https://169.254.169.254/latest",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://017700000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.1/",
        "https://10.0.0.01/",
        "https://0/",
        "https://localhost./",
        "https://example.com./",
        "https://bücher.example/",
        "https://127。0。0。1/",
        "https://exa mple.com/",
        "https://example.com/%zz",
        "https://1.2.3.256/"
      })
  void othersAreNot(String url) {
    assertThat(strict.brokenByUrl(url)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8080/", "https://127.0.0.1/", "http://example.com/"})
  void theOperatorMayAllowMore(String url) {
    assertThat(lax.brokenByUrl(url)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "connection",
        "Content-Length",
        "content-type",
        "Transfer-Encoding",
        "TE",
        "Trailer",
        "Upgrade",
        "Keep-Alive",
        "Proxy-Authorization",
        "webhook-id",
        "Webhook-Signature",
        "Expect"
      })
  void headersOfOthersAreRefused(String name) {
    assertThat(strict.brokenBy(settings(Map.of("X-Mine", "1", name, "x"))))
        .isEqualTo(new CallRules.Broken("headers", "must not have " + name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "X-Api-Key", "Accept", "webhooks"})
  void otherHeadersAreGood(String name) {
    assertThat(strict.brokenBy(settings(Map.of(name, "x")))).isNull();
  }

  private static EndpointSettings settings(Map<String, String> headers) {
    return new EndpointSettings(
        "https://example.com/",
        headers,
        Duration.ofSeconds(15),
        List.of(),
        false,
        1,
        null,
        EndpointSettings.Body.EVENT);
  }
}
