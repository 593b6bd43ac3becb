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
 * {@code Forwarded} and its kin where Spring is told to heed them ({@code
 * server.forward-headers-strategy=framework}): it believes whatever they say, and fails later.
 */
final class ForwardedHeaders {

  private ForwardedHeaders() {}

  /** What is wrong with those of a request; null if nothing is, or nobody heeds them. */
  static @Nullable ProblemDetail problem(HttpServletRequest request) {
    boolean isHeeded = request instanceof HttpServletRequestWrapper;
    return isHeeded && !isUrl(request)
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
