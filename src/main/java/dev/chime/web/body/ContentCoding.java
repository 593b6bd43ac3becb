package dev.chime.web.body;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The content coding of a body (RFC 9110, 8.4). */
enum ContentCoding {
  /** Not encoded. */
  IDENTITY,
  /** Encoded once with gzip. */
  GZIP,
  /** Encoded in another way. */
  UNKNOWN;

  /** Parses the headers {@code Content-Encoding}. */
  static ContentCoding of(Enumeration<String> headers) {
    if (!headers.hasMoreElements()) {
      return IDENTITY;
    }
    List<String> codings =
        Collections.list(headers).stream()
            .flatMap(header -> Stream.of(header.split(",")))
            .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
            .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
            .toList();
    return switch (codings.size()) {
      case 0 -> IDENTITY;
      case 1 ->
          switch (codings.getFirst()) {
            case "gzip", "x-gzip" -> GZIP;
            default -> UNKNOWN;
          };
      default -> UNKNOWN;
    };
  }
}
