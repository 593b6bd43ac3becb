package dev.chime.delivery.push;

import dev.chime.delivery.SecretCipher;

/** Leaves secrets as they are, where no key is configured. Thread-safe. */
public final class PlainSecrets implements SecretCipher {

  /** The only one. */
  public static final PlainSecrets INSTANCE = new PlainSecrets();

  private static final String VERSION = "plain:";

  private PlainSecrets() {}

  static boolean isPlain(String text) {
    return text.startsWith(VERSION);
  }

  @Override
  public String encrypt(String text) {
    return VERSION + text;
  }

  @Override
  public String decrypt(String text) {
    if (!isPlain(text)) {
      throw new IllegalArgumentException("the text is encrypted, and there is no key");
    }
    return text.substring(VERSION.length());
  }
}
