package dev.chime.web.body;

import dev.chime.web.problem.InvalidRequestException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Reads bodies, up to a limit; inflates those that are in gzip, up to the same limit. What does not
 * come, or cannot be read, is the client's mistake, and told as such.
 */
public final class BodyReader {

  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);

  /** How far a body over its limit is read on: its sender would see a reset, not the answer. */
  private static final int LEAST_READ_ON = 16 << 20;

  private static final int SHARE_READ_ON = 8;

  /** What gzip may add to what cannot be compressed: a header, and 5 bytes to each 64 KB. */
  private static final int GZIP_HEAD = 64;

  private static final int GZIP_SHARE = 1024;

  private BodyReader() {}

  /**
   * The body of a request as JSON that arrives, or has.
   *
   * @param most the most bytes that it may have
   * @throws InvalidRequestException if it is in some coding that is not understood
   */
  public static JsonBody json(HttpServletRequest request, HttpServletResponse response, int most)
      throws IOException {
    InputStream plain =
        coding(request, response) == ContentCoding.GZIP
            ? new ByteArrayInputStream(inflated(request, most))
            : request.getInputStream();
    return new JsonBody(plain, most);
  }

  /**
   * The whole body of a request.
   *
   * @param most the most bytes that it may have
   * @throws InvalidRequestException if it has more, or is not there as its headers say
   */
  public static byte[] read(HttpServletRequest request, HttpServletResponse response, int most)
      throws IOException {
    return coding(request, response) == ContentCoding.GZIP
        ? inflated(request, most)
        : arrived(request, most, most);
  }

  private static ContentCoding coding(HttpServletRequest request, HttpServletResponse response) {
    ContentCoding coding = ContentCoding.of(request.getHeaders(HttpHeaders.CONTENT_ENCODING));
    if (coding == ContentCoding.UNKNOWN) {
      response.setHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
      throw new InvalidRequestException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          HttpHeaders.CONTENT_ENCODING,
          "must be gzip, or not be given");
    }
    return coding;
  }

  private static byte[] inflated(HttpServletRequest request, int most) throws IOException {
    byte[] gzip = arrived(request, most + most / GZIP_SHARE + GZIP_HEAD, most);
    byte[] plain;
    try {
      plain = Gzip.inflate(gzip, most);
    } catch (ZipException e) {
      throw new InvalidRequestException("body", "must be gzip, as Content-Encoding says");
    }
    if (plain.length > most) {
      throw tooLong(most);
    }
    return plain;
  }

  /**
   * All that is sent.
   *
   * @param limit the most bytes
   * @param told the limit that clients know
   */
  private static byte[] arrived(HttpServletRequest request, int limit, int told)
      throws IOException {
    try {
      InputStream body = request.getInputStream();
      long length = request.getContentLengthLong();
      byte[] bytes = body.readNBytes(length >= 0 && length <= limit ? (int) length : limit + 1);
      if (bytes.length > limit) {
        readOn(body, told);
        throw tooLong(told);
      }
      return bytes;
    } catch (EOFException e) { // Jetty's; somebody may still hear of it
      throw notWhole();
    }
  }

  /** Reads what is too much, as far as that is worth it. */
  static void readOn(InputStream body, int most) {
    try {
      body.skipNBytes(Math.max(LEAST_READ_ON, (long) SHARE_READ_ON * most));
    } catch (IOException e) {
      LOG.debug("the rest of a body has ended: {}", e.getMessage());
    }
  }

  static InvalidRequestException tooLong(int most) {
    return new InvalidRequestException(
        HttpStatus.CONTENT_TOO_LARGE, "body", "must be at most " + most + " bytes");
  }

  static InvalidRequestException notWhole() {
    return new InvalidRequestException("body", "must be whole, as the headers announce it");
  }
}
