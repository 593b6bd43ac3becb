package dev.chime.config;

import dev.chime.delivery.SecretCipher;
import dev.chime.delivery.push.AesGcmCipher;
import dev.chime.delivery.push.CallRules;
import dev.chime.delivery.push.PlainSecrets;
import dev.chime.delivery.push.PushSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code chime.deliveries}.
 *
 * @param http whether endpoints may be called without TLS
 * @param allow hosts and networks that may be called although they are not on the internet: names,
 *     {@code .suffixes} of names, addresses, and networks in CIDR notation
 * @param maxInFlight the most calls of this node at a time, to all endpoints together
 * @param inlineUrls whether timers may have addresses of their own
 * @param authorities a file of certificates (PEM) that are trusted besides those that Java trusts
 * @param secretKeys the keys for the secrets of endpoints, the base64 of 32 bytes each: the first
 *     one encrypts, all of them decrypt; without one they are stored as they are
 */
@ConfigurationProperties("chime.deliveries")
record DeliveryProperties(
    @DefaultValue("false") boolean http,
    @DefaultValue List<String> allow,
    @DefaultValue("4096") int maxInFlight,
    @DefaultValue("false") boolean inlineUrls,
    @DefaultValue("") String authorities,
    @DefaultValue List<String> secretKeys) {

  private static final int MAX_URL = 2048;

  /** Validates the values. */
  DeliveryProperties {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("chime.deliveries.max-in-flight must be at least 1");
    }
    allow.forEach(each -> CallRules.of(http, List.of(each)));
    try {
      new AesGcmCipher(secretKeys);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "each of chime.deliveries.secret-keys must be the base64 of 32 bytes", e);
    }
  }

  /** The first rule that an address of a timer's own breaks; null if there is none. */
  @Nullable String brokenByInlineUrl(String url) {
    if (!inlineUrls) {
      return "must not be given: this service calls named endpoints only";
    }
    return url.length() > MAX_URL
        ? "must be at most " + MAX_URL + " characters long"
        : CallRules.of(http, allow).brokenByUrl(url);
  }

  PushSettings toSettings() {
    return new PushSettings(
        maxInFlight,
        inlineUrls,
        CallRules.of(http, allow),
        authorities.isBlank() ? null : Path.of(authorities));
  }

  SecretCipher toCipher() {
    return secretKeys.isEmpty() ? PlainSecrets.INSTANCE : new AesGcmCipher(secretKeys);
  }
}
