package dev.chime.delivery.push;

import dev.chime.delivery.SecretCipher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts by AES-256-GCM (NIST SP 800-38D). A text is the version, the base64 of 12 random bytes
 * and of what is encrypted. Thread-safe.
 */
public final class AesGcmCipher implements SecretCipher {

  private static final String VERSION = "aes1:";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final List<SecretKeySpec> keys;
  private final SecureRandom random = new SecureRandom();

  /**
   * A cipher that encrypts with the first key, and decrypts with any of them.
   *
   * @param keys the base64 of 32 bytes each
   * @throws IllegalArgumentException if one is something else
   */
  public AesGcmCipher(List<String> keys) {
    this.keys = keys.stream().map(AesGcmCipher::parse).toList();
  }

  private static SecretKeySpec parse(String key) {
    byte[] bytes = Base64.getDecoder().decode(key);
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key must have 32 bytes");
    }
    return new SecretKeySpec(bytes, "AES");
  }

  @Override
  public String encrypt(String text) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] encrypted =
          cipher(Cipher.ENCRYPT_MODE, keys.getFirst(), nonce)
              .doFinal(text.getBytes(StandardCharsets.UTF_8));
      ByteBuffer all = ByteBuffer.allocate(nonce.length + encrypted.length);
      return VERSION + Base64.getEncoder().encodeToString(all.put(nonce).put(encrypted).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  @Override
  public String decrypt(String text) {
    if (PlainSecrets.isPlain(text)) { // from before there was a key
      return PlainSecrets.INSTANCE.decrypt(text);
    }
    if (!text.startsWith(VERSION)) {
      throw new IllegalArgumentException("not an encrypted text");
    }
    ByteBuffer all = ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(VERSION.length())));
    byte[] nonce = new byte[NONCE_BYTES];
    all.get(nonce);
    byte[] encrypted = new byte[all.remaining()];
    all.get(encrypted);
    for (SecretKeySpec key : keys) {
      try {
        byte[] decrypted = cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(encrypted);
        return new String(decrypted, StandardCharsets.UTF_8);
      } catch (AEADBadTagException e) {
        // it is of another key
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has AES", e);
      }
    }
    throw new IllegalArgumentException("the key is another one, or the text was changed");
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
