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
 * Reads the bodies of requests up to a limit, and decompresses gzip up to the same limit. If a body
 * is incomplete or cannot be read, the client gets a problem that says so.
 */
public final class BodyReader {

  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);

  /**
   * How many bytes of a body over its limit are read and discarded: at least so many, or a multiple
   * of the limit. If they stayed unread, the client would see a reset and no response.
   */
  private static final int MIN_DISCARDED = 16 << 20;

  private static final int DISCARDED_LIMITS = 8;

  /** The most that gzip adds to incompressible data: a header, and 5 bytes for each 64 KB. */
  private static final int GZIP_HEADER = 64;

  private static final int GZIP_DIVISOR = 1024;

  private BodyReader() {}

  /**
   * A stream of the body of a request that is JSON.
   *
   * @param maxBytes the most bytes that the body may have
   * @throws InvalidRequestException if its content coding is unknown
   */
  public static JsonBody json(
      HttpServletRequest request, HttpServletResponse response, int maxBytes) throws IOException {
    InputStream plain =
        coding(request, response) == ContentCoding.GZIP
            ? new ByteArrayInputStream(readGzip(request, maxBytes))
            : request.getInputStream();
    return new JsonBody(plain, maxBytes);
  }

  /**
   * Reads the whole body of a request.
   *
   * @param maxBytes the most bytes that the body may have
   * @throws InvalidRequestException if it has more, or is not as its headers say
   */
  public static byte[] read(HttpServletRequest request, HttpServletResponse response, int maxBytes)
      throws IOException {
    return coding(request, response) == ContentCoding.GZIP
        ? readGzip(request, maxBytes)
        : readAll(request, maxBytes, maxBytes);
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

  private static byte[] readGzip(HttpServletRequest request, int maxBytes) throws IOException {
    byte[] gzip = readAll(request, maxBytes + maxBytes / GZIP_DIVISOR + GZIP_HEADER, maxBytes);
    byte[] plain;
    try {
      plain = Gzip.inflate(gzip, maxBytes);
    } catch (ZipException e) {
      throw new InvalidRequestException("body", "must be gzip, as Content-Encoding says");
    }
    if (plain.length > maxBytes) {
      throw tooLong(maxBytes);
    }
    return plain;
  }

  /**
   * Reads all bytes that the client sends.
   *
   * @param limit the most bytes to accept
   * @param reportedLimit the limit that the client is told
   */
  private static byte[] readAll(HttpServletRequest request, int limit, int reportedLimit)
      throws IOException {
    try {
      InputStream body = request.getInputStream();
      long length = request.getContentLengthLong();
      byte[] bytes = body.readNBytes(length >= 0 && length <= limit ? (int) length : limit + 1);
      if (bytes.length > limit) {
        discardRest(body, reportedLimit);
        throw tooLong(reportedLimit);
      }
      return bytes;
    } catch (EOFException e) { // from Jetty; the client may still read the response
      throw incomplete();
    }
  }

  /** Reads and discards the rest of a body that is too long, up to a limit. */
  static void discardRest(InputStream body, int maxBytes) {
    try {
      body.skipNBytes(Math.max(MIN_DISCARDED, (long) DISCARDED_LIMITS * maxBytes));
    } catch (IOException e) {
      LOG.debug("the rest of a body has ended: {}", e.getMessage());
    }
  }

  static InvalidRequestException tooLong(int maxBytes) {
    return new InvalidRequestException(
        HttpStatus.CONTENT_TOO_LARGE, "body", "must be at most " + maxBytes + " bytes");
  }

  static InvalidRequestException incomplete() {
    return new InvalidRequestException("body", "must be whole, as the headers announce it");
  }
}
