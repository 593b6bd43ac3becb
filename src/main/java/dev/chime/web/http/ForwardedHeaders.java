package dev.chime.web.http;

import dev.chime.web.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * Checks {@code Forwarded} and the similar headers, if Spring is configured to use them ({@code
 * server.forward-headers-strategy=framework}). Spring does not check them and fails later.
 */
final class ForwardedHeaders {

  private ForwardedHeaders() {}

  /**
   * Checks the headers of a request.
   *
   * @return null if they are valid or not used
   */
  static @Nullable ProblemDetail problem(HttpServletRequest request) {
    boolean isUsed = request instanceof HttpServletRequestWrapper;
    return isUsed && !isUrl(request)
        ? ProblemType.INVALID_REQUEST.problem(
            HttpStatus.BAD_REQUEST, "Forwarded", "and X-Forwarded-... must make up a URL")
        : null;
  }

  private static boolean isUrl(HttpServletRequest request) {
    String context = request.getContextPath();
    boolean isPath = context.isEmpty() || (context.startsWith("/") && !context.endsWith("/"));
    try {
      return isPath && new URI(request.getRequestURL().toString()).getRawAuthority() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
