package dev.chime.delivery;

import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint's calls are signed with. While a secret is replaced, calls are signed with both.
 *
 * @param current the secret, as Standard Webhooks writes it: {@code whsec_} and base64
 * @param previous the one before; null if there is none
 * @param previousUntil until when the one before signs, too; null if there is none
 */
public record EndpointSecret(
    String current, @Nullable String previous, @Nullable Instant previousUntil) {

  private static final String PREFIX = "whsec_";

  /** A secret that replaces no other. */
  public static EndpointSecret of(String secret) {
    return new EndpointSecret(secret, null, null);
  }

  /** Writes a key as a secret. */
  public static String text(byte[] key) {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /**
   * The key in a secret.
   *
   * @throws IllegalArgumentException if it is not written as a secret is
   */
  public static byte[] key(String secret) {
    if (!secret.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a secret begins with " + PREFIX);
    }
    return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
  }

  /** A new secret, beside which this one signs until a time. */
  public EndpointSecret replacedBy(String secret, Instant until) {
    return new EndpointSecret(secret, current, until);
  }

  /** Whether the secret before signs at {@code now}. */
  public boolean isReplacing(Instant now) {
    return previousUntil != null && now.isBefore(previousUntil);
  }

  /** Does not show the secrets. */
  @Override
  public String toString() {
    return "EndpointSecret[]";
  }
}
