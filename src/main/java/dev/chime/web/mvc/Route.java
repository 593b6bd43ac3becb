package dev.chime.web.mvc;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.support.InvocableHandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A handler whose answer is an {@link Answer}, and the path that leads to it. Thread-safe.
 *
 * @param handler the handler, with the resolvers of its arguments
 * @param pattern the path, as the handler's annotation has it
 * @param variable the name of the path's last segment; null if that is no variable
 * @param readsJson whether the handler takes a body
 */
record Route(
    InvocableHandlerMethod handler, String pattern, @Nullable String variable, boolean readsJson) {

  /** Returns whether the headers are such that there is nothing to negotiate. */
  boolean isPlain(HttpServletRequest request) {
    boolean hasJson =
        !readsJson || MediaType.APPLICATION_JSON_VALUE.equals(request.getContentType());
    return hasJson && (request.getHeader(HttpHeaders.ACCEPT) == null || acceptsJson(request));
  }

  private static boolean acceptsJson(HttpServletRequest request) {
    Enumeration<String> accepted = request.getHeaders(HttpHeaders.ACCEPT);
    return switch (accepted.nextElement()) {
      case MediaType.ALL_VALUE, MediaType.APPLICATION_JSON_VALUE -> !accepted.hasMoreElements();
      default -> false;
    };
  }

  /** Calls the handler; null if it has parked the request. */
  @Nullable Answer call(HttpServletRequest request, HttpServletResponse response) throws Exception {
    request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, pattern);
    if (variable != null) {
      String path = request.getRequestURI();
      request.setAttribute(
          HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
          Map.of(variable, path.substring(path.lastIndexOf('/') + 1)));
    }
    return (Answer) handler.invokeForRequest(new ServletWebRequest(request, response), null);
  }
}
