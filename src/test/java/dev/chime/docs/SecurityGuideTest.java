package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guide to security: its keys open what it says they open. */
@Timeout(90)
class SecurityGuideTest extends GuardedServer {

  @Test
  void theCommandMakesAKeyAndItsHash() throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(printedKey.getBytes(StandardCharsets.UTF_8));
    assertThat(printedKey).matches("chime_[0-9a-f]{64}");
    assertThat(printedHash).isEqualTo(HexFormat.of().formatHex(digest));
  }

  @TestFactory
  Stream<DynamicTest> calls(@TempDir Path folder) throws IOException, InterruptedException {
    return Calls.make(GUIDE, port, "key=" + printedKey, folder);
  }
}
