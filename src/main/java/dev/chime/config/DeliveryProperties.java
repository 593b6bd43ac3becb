package dev.chime.config;

import dev.chime.delivery.SecretCipher;
import dev.chime.delivery.push.AesGcmCipher;
import dev.chime.delivery.push.CallRules;
import dev.chime.delivery.push.PlainSecrets;
import dev.chime.delivery.push.PushSettings;
import java.nio.file.Path;
import java.util.List;
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

  /** Validates the values. */
  DeliveryProperties {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("chime.deliveries.max-in-flight must be at least 1");
    }
    CallRules.of(http, allow);
    try {
      new AesGcmCipher(secretKeys);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "each of chime.deliveries.secret-keys must be the base64 of 32 bytes", e);
    }
  }

  CallRules toRules() {
    return CallRules.of(http, allow);
  }

  PushSettings toSettings(CallRules rules) {
    return new PushSettings(
        maxInFlight, inlineUrls, rules, authorities.isBlank() ? null : Path.of(authorities));
  }

  SecretCipher toCipher() {
    return secretKeys.isEmpty() ? PlainSecrets.INSTANCE : new AesGcmCipher(secretKeys);
  }
}
