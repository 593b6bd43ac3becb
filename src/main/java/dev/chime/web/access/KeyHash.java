package dev.chime.web.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 hash of a key. A fast hash is enough, because keys are random and, unlike passwords,
 * cannot be guessed.
 */
public final class KeyHash {

  /** The rule for the text of a hash, in words. */
  public static final String RULE = "must be the SHA-256 of a key, as 64 hexadecimal digits";

  private static final Pattern FORMAT = Pattern.compile("[0-9a-fA-F]{64}");

  private static final MessageDigest SHA_256 = sha256();

  private final byte[] digest;

  private KeyHash(byte[] digest) {
    this.digest = digest;
  }

  /**
   * Parses a hash.
   *
   * @throws IllegalArgumentException if the text is not 64 hexadecimal digits
   */
  public static KeyHash parse(String hex) {
    if (!FORMAT.matcher(hex).matches()) {
      throw new IllegalArgumentException(RULE);
    }
    return new KeyHash(HexFormat.of().parseHex(hex));
  }

  /** Computes the hash of a key. */
  public static KeyHash of(String key) {
    try {
      MessageDigest sha256 = (MessageDigest) SHA_256.clone(); // cheaper than a lookup
      return new KeyHash(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's own digests can be cloned", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Compares in constant time, so that the time reveals nothing. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyHash hash && MessageDigest.isEqual(digest, hash.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest);
  }
}
