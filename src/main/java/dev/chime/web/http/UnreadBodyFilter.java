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
 * Reads what a refused request still sends, as far as that is worth it. A connection that is closed
 * with something unread is reset, and then a client that is still sending may never see the answer.
 */
public final class UnreadBodyFilter implements Filter {

  private static final Logger LOG = LoggerFactory.getLogger(UnreadBodyFilter.class);

  /** For longer bodies the connection is closed instead. */
  private static final int MOST_BYTES = 1 << 20;

  private static final int BUFFER_BYTES = 8192;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, response);
    if (request instanceof HttpServletRequest http && hasBody(http) && !http.isAsyncStarted()) {
      skipRest(http);
    }
  }

  /** Who expects a sign to go on before sending a body does not get one, and sends none. */
  private static boolean hasBody(HttpServletRequest request) {
    long length = request.getContentLengthLong();
    return length <= MOST_BYTES
        && (length > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null)
        && request.getHeader(HttpHeaders.EXPECT) == null;
  }

  private static void skipRest(HttpServletRequest request) {
    try {
      InputStream rest = request.getInputStream();
      if (rest.read() < 0) { // as nearly always: then a buffer would be for nothing
        return;
      }
      byte[] buffer = new byte[BUFFER_BYTES];
      int left = MOST_BYTES;
      for (int read = 0; read >= 0 && left > 0; left -= read) {
        read = rest.read(buffer);
      }
    } catch (IOException | RuntimeException e) { // Jetty's, of chunks that are none: 400 was said
      LOG.debug("the rest of a body could not be read: {}", e.getMessage());
    }
  }
}
