package dev.chime.delivery.push;

import dev.chime.delivery.EndpointSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The headers by which a receiver knows that a call comes from here, and that it has seen it
 * before: Standard Webhooks 1.0.0. Stateless.
 */
final class WebhookSignature {

  private static final String ALGORITHM = "HmacSHA256";

  private WebhookSignature() {}

  /**
   * Returns the headers of a call.
   *
   * @param id the same for each attempt
   * @param secret what it is signed with; null if it is not signed
   */
  static Map<String, String> headers(
      String id, Instant now, String body, @Nullable EndpointSecret secret) {
    Map<String, String> headers = new LinkedHashMap<>();
    String timestamp = Long.toString(now.getEpochSecond());
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", timestamp);
    if (secret != null) {
      byte[] signed = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
      String signatures = sign(secret.current(), signed);
      if (secret.previous() != null && secret.isReplacing(now)) {
        signatures += " " + sign(secret.previous(), signed);
      }
      headers.put("webhook-signature", signatures);
    }
    return headers;
  }

  private static String sign(String secret, byte[] signed) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(EndpointSecret.key(secret), ALGORITHM));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
