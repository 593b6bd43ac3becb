package dev.chime.web;

import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerDraft;
import dev.chime.web.problem.InvalidRequestException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code Idempotency-Key} header, quoted as the IETF draft has it, or bare. */
final class IdempotencyKeyHeader {

  private static final Pattern QUOTED = Pattern.compile("\"([\\x20-\\x7e&&[^\"\\\\]]{1,255})\"");
  private static final Pattern BARE = Pattern.compile("[\\x21-\\x7e&&[^\"\\\\]]{1,255}");

  private IdempotencyKeyHeader() {}

  /** The key's text; null if there is no header. */
  static @Nullable String parse(@Nullable String header) {
    if (header == null) {
      return null;
    }
    var quoted = QUOTED.matcher(header);
    if (!quoted.matches() && !BARE.matcher(header).matches()) {
      throw new InvalidRequestException(
          "Idempotency-Key", "must be 1 to 255 printable ASCII characters, quoted or bare");
    }
    return quoted.matches() ? quoted.group(1) : header;
  }

  /** The key together with what the request is about; null if there is none. */
  static @Nullable IdempotencyKey key(
      Namespace namespace, @Nullable String text, TimerDraft draft) {
    return text == null ? null : new IdempotencyKey(namespace, text, RequestFingerprint.of(draft));
  }

  /** The key of one of the items of a request with this key; null if it has none. */
  static @Nullable IdempotencyKey itemKey(
      Namespace namespace, @Nullable String text, int index, TimerDraft draft) {
    return key(namespace, text == null ? null : text + "\n" + index, draft); // no header has \n
  }
}
