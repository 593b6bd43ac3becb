package dev.chime.cli;

import dev.chime.web.access.KeyHash;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import picocli.CommandLine.Command;

/** Makes an API key. */
@Command(
    name = "key",
    header = "Makes an API key, and its hash for the configuration.",
    description =
        "The key is for the client. The hash is for chime.keys[..].hash of the service, which need"
            + " not know the key. Nothing is stored: what is printed is all there is.")
final class Key extends Printing {

  private static final int BYTES = 32;

  /** What is printed. */
  record Made(String key, String hash) {}

  @Override
  public Integer call() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String key = "chime_" + HexFormat.of().formatHex(random);
    Made made = new Made(key, KeyHash.of(key).toString());
    print(made, List.of("key:  " + made.key(), "hash: " + made.hash()));
    return 0;
  }
}
