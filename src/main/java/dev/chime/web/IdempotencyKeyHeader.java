package dev.chime.web;

import dev.chime.web.problem.InvalidRequestException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Parses the {@code Idempotency-Key} header: quoted, as in the IETF draft, or bare. */
final class IdempotencyKeyHeader {

  private static final Pattern QUOTED = Pattern.compile("\"([\\x20-\\x7e&&[^\"\\\\]]{1,255})\"");
  private static final Pattern BARE = Pattern.compile("[\\x21-\\x7e&&[^\"\\\\]]{1,255}");

  private IdempotencyKeyHeader() {}

  /** Returns the text of the key; null if there is no header. */
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

  /** Returns the exception for a key that was used for another request. */
  static InvalidRequestException reused() {
    return new InvalidRequestException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "Idempotency-Key",
        "must not be used again for another request");
  }

  /** Returns the key of one item of a batch that has this key; null if the batch has none. */
  static @Nullable String ofItem(@Nullable String key, int index) {
    return key == null ? null : key + "\n" + index; // a header cannot contain \n
  }
}
