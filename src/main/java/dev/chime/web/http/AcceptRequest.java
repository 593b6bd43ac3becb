package dev.chime.web.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MimeTypeUtils;

/**
 * A request without empty elements in {@code Accept}. They have no meaning (RFC 9110, 5.6.1.2), but
 * the Actuator fails on them.
 */
final class AcceptRequest extends HttpServletRequestWrapper {

  private AcceptRequest(HttpServletRequest request) {
    super(request);
  }

  /** Wraps the request if it may have empty elements in {@code Accept}. */
  static HttpServletRequest of(HttpServletRequest request) {
    Enumeration<String> headers = request.getHeaders(HttpHeaders.ACCEPT);
    while (headers.hasMoreElements()) {
      if (mayHaveEmptyElement(headers.nextElement())) {
        return new AcceptRequest(request);
      }
    }
    return request;
  }

  private static boolean mayHaveEmptyElement(String header) {
    boolean isEmpty = true;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == ',' && isEmpty) {
        return true;
      }
      isEmpty = c == ',' || (isEmpty && (c == ' ' || c == '\t'));
    }
    return isEmpty;
  }

  private List<String> accepted() {
    return Collections.list(super.getHeaders(HttpHeaders.ACCEPT)).stream()
        .flatMap(header -> MimeTypeUtils.tokenize(header).stream())
        .filter(element -> !element.isBlank())
        .toList();
  }

  @Override
  public @Nullable String getHeader(String name) {
    return name.equalsIgnoreCase(HttpHeaders.ACCEPT)
        ? accepted().stream().findFirst().orElse(null)
        : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return name.equalsIgnoreCase(HttpHeaders.ACCEPT)
        ? Collections.enumeration(accepted())
        : super.getHeaders(name);
  }
}
