package dev.chime.web.trace;

import dev.chime.timer.Traceparent;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Resolves arguments of type {@link Traceparent} in controllers: the span that this service has
 * made of the request, or else the one that the client names; null if there is none. Thread-safe.
 */
@Component
public final class TraceparentArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {

  /** The request attribute with the span of the request; missing if this service is not traced. */
  public static final String ATTRIBUTE = TraceparentArgument.class.getName();

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Traceparent.class;
  }

  @Override
  public @Nullable Traceparent resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    Object span = request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
    if (span instanceof Traceparent own) {
      return own;
    }
    HttpServletRequest sent = request.getNativeRequest(HttpServletRequest.class);
    return sent == null ? null : sent(sent);
  }

  /** The span that the client names; null if it names none, or several. */
  public static @Nullable Traceparent sent(HttpServletRequest request) {
    if (request.getHeader(Traceparent.HEADER) == null) {
      return null; // as a rule, and cheaper to find out
    }
    Enumeration<String> headers = request.getHeaders(Traceparent.HEADER);
    String first = headers.nextElement();
    return headers.hasMoreElements() ? null : Traceparent.parse(first);
  }
}
