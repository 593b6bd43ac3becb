package dev.chime.contract.raw;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A response as it came over the socket.
 *
 * @param status its status
 * @param headers by their names in lower case
 * @param body its bytes; none of a stream of events, which has no end
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record RawResponse(int status, Map<String, String> headers, byte[] body) {

  /** The next final response; null if there is none. */
  static @Nullable RawResponse read(InputStream in, boolean isHead) throws IOException {
    String line = line(in);
    if (line == null) {
      return null;
    }
    String[] parts = line.split(" ", 3);
    if (!line.startsWith("HTTP/1.") || parts.length < 2) {
      throw new IOException("no status line: " + line);
    }
    int status = Integer.parseInt(parts[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String each = line(in); each != null && !each.isEmpty(); each = line(in)) {
      int colon = each.indexOf(':');
      headers.put(
          each.substring(0, colon).toLowerCase(Locale.ROOT), each.substring(colon + 1).strip());
    }
    if (status < 200) {
      return read(in, isHead);
    }
    return new RawResponse(status, headers, body(in, status, headers, isHead));
  }

  private static byte[] body(
      InputStream in, int status, Map<String, String> headers, boolean isHead) throws IOException {
    if (isHead || status == 204 || status == 304 || isStream(headers)) {
      return new byte[0];
    }
    String length = headers.get("content-length");
    if (length != null) {
      byte[] body = in.readNBytes(Integer.parseInt(length));
      if (body.length < Integer.parseInt(length)) {
        throw new EOFException("the body ends early");
      }
      return body;
    }
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      return chunks(in);
    }
    return in.readAllBytes();
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = line(in);
      if (size == null) {
        throw new EOFException("the chunks end early");
      }
      int length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
      body.writeBytes(in.readNBytes(length));
      line(in);
      if (length == 0) {
        return body.toByteArray();
      }
    }
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int each = in.read(); each >= 0; each = in.read()) {
      if (each == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      }
      line.write(each);
    }
    return null;
  }

  private static boolean isStream(Map<String, String> headers) {
    return headers.getOrDefault("content-type", "").startsWith("text/event-stream");
  }

  /** Whether nothing more can be asked over its connection. */
  boolean ends() {
    return isStream(headers)
        || headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("close");
  }
}
