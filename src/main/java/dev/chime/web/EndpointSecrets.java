package dev.chime.web;

import dev.chime.delivery.EndpointSecret;
import dev.chime.web.problem.InvalidRequestException;
import java.security.SecureRandom;

/**
 * The secrets of endpoints, as Standard Webhooks writes them: {@code whsec_} and the base64 of 24
 * to 64 bytes. Thread-safe.
 */
final class EndpointSecrets {

  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;
  private static final int NEW_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private EndpointSecrets() {}

  /** Makes a secret. */
  static String random() {
    byte[] bytes = new byte[NEW_BYTES];
    RANDOM.nextBytes(bytes);
    return EndpointSecret.text(bytes);
  }

  /** Returns a secret that a client has chosen. */
  static String checked(String secret) {
    if (!isValid(secret)) {
      throw new InvalidRequestException(
          "secret", "must be \"whsec_\" and the base64 of 24 to 64 bytes");
    }
    return secret;
  }

  private static boolean isValid(String secret) {
    try {
      int length = EndpointSecret.key(secret).length;
      return length >= LEAST_BYTES && length <= MOST_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
