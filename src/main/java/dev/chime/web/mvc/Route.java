package dev.chime.web.mvc;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationTargetException;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A handler whose answer is an {@link Answer}, and the path that leads to it. Thread-safe.
 *
 * @param handler the handler, with its bean
 * @param resolvers one for each argument, in order; none needs a data binder
 * @param pattern the path, as the handler's annotation has it
 * @param variable the segment of the path that is a variable; null if there is none
 * @param readsJson whether the handler takes a body
 */
record Route(
    HandlerMethod handler,
    List<HandlerMethodArgumentResolver> resolvers,
    String pattern,
    @Nullable Variable variable,
    boolean readsJson) {

  /**
   * The segment of a path that is a variable.
   *
   * @param name its name
   * @param rest what follows it in the path; empty if it is the last one
   */
  record Variable(String name, String rest) {

    /** Returns its value in a path. */
    String in(String path) {
      int end = path.length() - rest.length();
      return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }
  }

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

  /** Calls the handler, and throws what it throws; null if it has parked the request. */
  @Nullable Answer call(HttpServletRequest request, HttpServletResponse response) throws Exception {
    request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, pattern);
    if (variable != null) {
      request.setAttribute(
          HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
          Map.of(variable.name(), variable.in(request.getRequestURI())));
    }
    @Nullable Object[] arguments = arguments(new ServletWebRequest(request, response));
    try {
      return (Answer) handler.getMethod().invoke(handler.getBean(), arguments);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Exception thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw e;
      }
    }
  }

  private @Nullable Object[] arguments(NativeWebRequest request) throws Exception {
    MethodParameter[] parameters = handler.getMethodParameters();
    @Nullable Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = resolvers.get(i).resolveArgument(parameters[i], null, request, null);
    }
    return arguments;
  }
}
