package dev.chime.web.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * Reads and discards the rest of a body that nobody has read, up to a limit. If a connection is
 * closed while some bytes are unread, it is reset, and a client that still sends may not see the
 * response.
 */
public final class UnreadBodyFilter implements Filter {

  private static final Logger LOG = LoggerFactory.getLogger(UnreadBodyFilter.class);

  /** If the rest is longer, the connection is closed instead. */
  private static final int MAX_BYTES = 1 << 20;

  private static final int BUFFER_BYTES = 8192;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, response);
    if (request instanceof HttpServletRequest http && hasBody(http) && !http.isAsyncStarted()) {
      skipRest(http);
    }
  }

  /** A client that has sent {@code Expect} waits for {@code 100}, gets none, and sends no body. */
  private static boolean hasBody(HttpServletRequest request) {
    long length = request.getContentLengthLong();
    return length <= MAX_BYTES
        && (length > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null)
        && request.getHeader(HttpHeaders.EXPECT) == null;
  }

  private static void skipRest(HttpServletRequest request) {
    try {
      InputStream rest = request.getInputStream();
      if (rest.read() < 0) { // nearly always; this needs no buffer
        return;
      }
      byte[] buffer = new byte[BUFFER_BYTES];
      int left = MAX_BYTES;
      for (int read = 0; read >= 0 && left > 0; left -= read) {
        read = rest.read(buffer);
      }
    } catch (IOException | RuntimeException e) { // invalid chunks; 400 was sent already
      LOG.debug("the rest of a body could not be read: {}", e.getMessage());
    }
  }
}
