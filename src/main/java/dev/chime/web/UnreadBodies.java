package dev.chime.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads what a refused request still sends, as far as that is worth it. A connection that is closed
 * with something unread is reset, and then a client that is still sending may never see the answer.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnreadBodies extends OncePerRequestFilter {

  /** For longer bodies the connection is closed instead. */
  private static final int MOST_BYTES = 1 << 20;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, response);
    if (hasBody(request) && !request.isAsyncStarted()) {
      skipRest(request);
    }
  }

  /** Who expects a sign to go on before sending a body does not get one, and sends none. */
  private static boolean hasBody(HttpServletRequest request) {
    long length = request.getContentLengthLong();
    return length <= MOST_BYTES
        && (length > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null)
        && request.getHeader(HttpHeaders.EXPECT) == null;
  }

  private void skipRest(HttpServletRequest request) {
    try {
      InputStream rest = request.getInputStream();
      byte[] buffer = new byte[8192];
      int left = MOST_BYTES;
      for (int read = 0; read >= 0 && left > 0; left -= read) {
        read = rest.read(buffer);
      }
    } catch (IOException | RuntimeException e) { // Jetty's, of chunks that are none: 400 was said
      logger.debug("the rest of a body could not be read: " + e.getMessage());
    }
  }
}
