package dev.chime.delivery;

/** Encrypts secrets for the store. Thread-safe. */
public interface SecretCipher {

  /** Encrypts a text. */
  String encrypt(String text);

  /**
   * Decrypts what {@link #encrypt} has made.
   *
   * @throws IllegalArgumentException if the key is another one, or the text was changed
   */
  String decrypt(String text);
}
