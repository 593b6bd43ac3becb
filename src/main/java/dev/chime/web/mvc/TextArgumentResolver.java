package dev.chime.web.mvc;

import dev.chime.web.problem.InvalidRequestException;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Resolves path variables, optional query parameters and optional headers as they were sent: a
 * {@code String}, or a {@code List} of all values with that name. Null if there is none.
 * Thread-safe.
 */
@Component
class TextArgumentResolver implements HandlerMethodArgumentResolver {

  /** Reads one argument of a handler from a request. */
  private interface Source {
    @Nullable Object read(NativeWebRequest request);
  }

  private final ConcurrentMap<MethodParameter, Source> sources = new ConcurrentHashMap<>();

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Source source = source(parameter);
    if (source != null) {
      sources.put(parameter, source);
    }
    return source != null;
  }

  private static @Nullable Source source(MethodParameter parameter) {
    boolean isList = parameter.getParameterType() == List.class;
    if (!isList && parameter.getParameterType() != String.class) {
      return null;
    }
    for (Annotation each : parameter.getParameterAnnotations()) {
      switch (each) {
        case PathVariable variable -> {
          return variable(variable.name());
        }
        case RequestParam query when !query.required() -> {
          String name = query.name();
          return request -> values(isList, parameters(request, name));
        }
        case RequestHeader header when !header.required() -> {
          String name = header.name();
          return request ->
              request.getHeader(name) == null
                  ? null
                  : header(name, isList, request.getHeaderValues(name));
        }
        default -> {}
      }
    }
    return null;
  }

  private static Source variable(String name) {
    return request ->
        request.getAttribute(
                    HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
                    RequestAttributes.SCOPE_REQUEST)
                instanceof Map<?, ?> variables
            ? variables.get(name)
            : null;
  }

  private static String @Nullable [] parameters(NativeWebRequest request, String name) {
    HttpServletRequest http =
        Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class));
    String query = http.getQueryString();
    boolean mayBeInBody = http.getContentType() != null;
    if (mayBeInBody || (query != null && !PlainQuery.isPlain(query))) {
      return http.getParameterValues(name);
    }
    return query == null ? null : PlainQuery.values(query, name).toArray(String[]::new);
  }

  /** Joins the values of a parameter that may be sent only once, so that parsing refuses them. */
  private static @Nullable Object values(boolean isList, String @Nullable [] values) {
    if (values == null || values.length == 0) {
      return null;
    }
    return isList ? List.of(values) : String.join(",", values);
  }

  private static @Nullable Object header(String name, boolean isList, String @Nullable [] values) {
    if (!isList && values != null && values.length > 1) {
      throw new InvalidRequestException(name, "must be given at most once");
    }
    return values(isList, values);
  }

  @Override
  public @Nullable Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    return Objects.requireNonNull(sources.get(parameter)).read(request);
  }
}
