package dev.chime.web.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a key. That is enough for keys that are random: there are none to be guessed, as
 * there are passwords.
 */
public final class KeyHash {

  /** What the text of a hash looks like, in words. */
  public static final String RULE = "must be the SHA-256 of a key, as 64 hexadecimal digits";

  private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{64}");

  private static final MessageDigest SHA_256 = sha256();

  private final byte[] digest;

  private KeyHash(byte[] digest) {
    this.digest = digest;
  }

  /** The hash that is written like this. */
  public static KeyHash parse(String hex) {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException(RULE);
    }
    return new KeyHash(HexFormat.of().parseHex(hex));
  }

  /** The hash of this key. */
  static KeyHash of(String key) {
    try {
      MessageDigest sha256 = (MessageDigest) SHA_256.clone(); // cheaper than to look it up
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

  /** Takes the same time whatever differs. */
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
