package dev.chime.web;

import dev.chime.timer.IdempotencyKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The {@code Idempotency-Key} header, quoted as the IETF draft has it, or bare. */
final class IdempotencyKeyHeader {

  private static final Pattern QUOTED = Pattern.compile("\"([\\x20-\\x7e&&[^\"\\\\]]{1,255})\"");
  private static final Pattern BARE = Pattern.compile("[\\x21-\\x7e&&[^\"\\\\]]{1,255}");

  private IdempotencyKeyHeader() {}

  /** The key, together with what the request is about. */
  static IdempotencyKey parse(String header, CreateTimerRequest request) {
    var quoted = QUOTED.matcher(header);
    if (!quoted.matches() && !BARE.matcher(header).matches()) {
      throw new InvalidRequestException(
          "Idempotency-Key", "must be 1 to 255 printable ASCII characters, quoted or bare");
    }
    String value = quoted.matches() ? quoted.group(1) : header;
    return new IdempotencyKey(value, fingerprint(request.canonical()));
  }

  private static String fingerprint(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
