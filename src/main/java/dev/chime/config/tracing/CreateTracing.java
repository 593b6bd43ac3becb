package dev.chime.config.tracing;

import dev.chime.web.access.Caller;
import dev.chime.web.trace.TraceparentArgument;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Makes a span of each request that creates timers, which keep its place. Thread-safe. */
final class CreateTracing extends HttpFilter {

  private static final long serialVersionUID = 1;
  private static final String TIMERS = "/timers";
  private static final String BATCH = "/timers/batch";
  private static final String ONE = "/timers/{id}";
  private static final int SERVER_ERROR = 500;

  private final transient Spans spans;

  CreateTracing(Spans spans) {
    this.spans = spans;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String route = route(request);
    if (route == null) {
      chain.doFilter(request, response);
      return;
    }
    SpanBuilder begin =
        spans
            .ofRequest(request.getMethod() + " " + route, TraceparentArgument.sent(request))
            .setAttribute(Spans.METHOD, request.getMethod())
            .setAttribute(Spans.ROUTE, route)
            .setAttribute(Spans.NAMESPACE, Caller.current().namespace().name());
    Span span = begin.startSpan();
    request.setAttribute(TraceparentArgument.ATTRIBUTE, Spans.traceparent(span));
    try {
      chain.doFilter(request, response);
      ended(span, request, route, response);
    } catch (IOException | ServletException | RuntimeException e) {
      span.setStatus(StatusCode.ERROR, e.toString());
      throw e;
    } finally {
      span.end();
    }
  }

  /** The route of a request that creates timers; null if it is another one. */
  private static @Nullable String route(HttpServletRequest request) {
    String path = request.getRequestURI();
    return switch (request.getMethod()) {
      case "POST" -> path.equals(TIMERS) || path.equals(BATCH) ? path : null;
      case "PUT" -> path.startsWith(TIMERS + "/") ? ONE : null;
      default -> null;
    };
  }

  private static void ended(
      Span span, HttpServletRequest request, String route, HttpServletResponse response) {
    String made = response.getHeader(HttpHeaders.LOCATION);
    String path = made == null && route.equals(ONE) ? request.getRequestURI() : made;
    if (path != null) {
      span.setAttribute(Spans.TIMER, path.substring(path.lastIndexOf('/') + 1));
    }
    span.setAttribute(Spans.STATUS, (long) response.getStatus());
    if (response.getStatus() >= SERVER_ERROR) {
      span.setStatus(StatusCode.ERROR);
    }
  }
}
