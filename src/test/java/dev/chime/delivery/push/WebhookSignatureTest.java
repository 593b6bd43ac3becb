package dev.chime.delivery.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.chime.delivery.EndpointSecret;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checked with the reference library of Standard Webhooks, and with the example of its text. */
class WebhookSignatureTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  private static final String BODY = "{\"test\": 2432232314}";

  @Test
  void theExampleOfTheSpecification() {
    assertThat(
            WebhookSignature.headers(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                BODY,
                EndpointSecret.of(SECRET)))
        .isEqualTo(
            Map.of(
                "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp", "1614265330",
                "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
  }

  @Test
  void theReferenceLibraryAcceptsIt() {
    Map<String, String> headers =
        WebhookSignature.headers(
            "id", Instant.now(), "{\"x\":\"ü€😀\"}", EndpointSecret.of(SECRET));
    assertThatCode(() -> new Webhook(SECRET).verify("{\"x\":\"ü€😀\"}", http(headers)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> new Webhook(SECRET).verify("{\"x\":\"u\"}", http(headers)))
        .isInstanceOf(WebhookVerificationException.class);
    assertThatThrownBy(() -> new Webhook(OTHER).verify("{\"x\":\"ü€😀\"}", http(headers)))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void whileASecretIsReplacedBothSign() {
    Instant now = Instant.now();
    EndpointSecret replaced = EndpointSecret.of(OTHER).replacedBy(SECRET, now.plusSeconds(60));
    Map<String, String> headers = WebhookSignature.headers("id", now, BODY, replaced);
    for (String secret : List.of(SECRET, OTHER)) {
      assertThatCode(() -> new Webhook(secret).verify(BODY, http(headers)))
          .doesNotThrowAnyException();
    }
    Map<String, String> later =
        WebhookSignature.headers("id", now, BODY, EndpointSecret.of(OTHER).replacedBy(SECRET, now));
    assertThat(later.get("webhook-signature")).doesNotContain(" ");
  }

  @Test
  void withoutASecretItIsNotSigned() {
    assertThat(WebhookSignature.headers("id", Instant.now(), BODY, null))
        .containsOnlyKeys("webhook-id", "webhook-timestamp");
  }

  private static HttpHeaders http(Map<String, String> headers) {
    return HttpHeaders.of(
        headers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> List.of(each.getValue()))),
        (name, value) -> true);
  }
}
