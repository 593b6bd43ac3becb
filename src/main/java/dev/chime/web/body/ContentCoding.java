package dev.chime.web.body;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How a body is encoded (RFC 9110, 8.4). */
enum ContentCoding {
  /** As it is. */
  IDENTITY,
  /** With gzip, once. */
  GZIP,
  /** In some other way. */
  UNKNOWN;

  /** What headers {@code Content-Encoding} say. */
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
