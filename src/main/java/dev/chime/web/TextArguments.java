package dev.chime.web;

import dev.chime.web.problem.InvalidRequestException;
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
 * Path variables, optional parameters and optional headers as they were sent: a {@code String}, or
 * a list of all that have the name. Spring would make a data binder for each, which takes a tenth
 * of a request's time; and it would split the only value of a list at its commas, but not one of
 * several, though labels and entity tags may have commas in them.
 */
@Component
class TextArguments implements HandlerMethodArgumentResolver {

  private interface Text {
    @Nullable Object in(NativeWebRequest request);
  }

  private final ConcurrentMap<MethodParameter, Text> texts = new ConcurrentHashMap<>();

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Text text = text(parameter);
    if (text != null) {
      texts.put(parameter, text);
    }
    return text != null;
  }

  private static @Nullable Text text(MethodParameter parameter) {
    boolean isList = parameter.getParameterType() == List.class;
    if (!isList && parameter.getParameterType() != String.class) {
      return null;
    }
    for (Annotation each : parameter.getParameterAnnotations()) {
      switch (each) {
        case PathVariable variable -> {
          return variable(variable.name());
        }
        case RequestParam wanted when !wanted.required() -> {
          String name = wanted.name();
          return request -> wanted(isList, request.getParameterValues(name));
        }
        case RequestHeader wanted when !wanted.required() -> {
          String name = wanted.name();
          return request -> header(name, isList, request.getHeaderValues(name));
        }
        default -> {}
      }
    }
    return null;
  }

  private static Text variable(String name) {
    return request ->
        request.getAttribute(
                    HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
                    RequestAttributes.SCOPE_REQUEST)
                instanceof Map<?, ?> variables
            ? variables.get(name)
            : null;
  }

  /** What is wanted once and was sent more often has all in it, and so is of no form. */
  private static @Nullable Object wanted(boolean isList, String @Nullable [] values) {
    if (values == null || values.length == 0) {
      return null;
    }
    return isList ? List.of(values) : String.join(",", values);
  }

  private static @Nullable Object header(String name, boolean isList, String @Nullable [] values) {
    if (!isList && values != null && values.length > 1) {
      throw new InvalidRequestException(name, "must be given at most once");
    }
    return wanted(isList, values);
  }

  @Override
  public @Nullable Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    return Objects.requireNonNull(texts.get(parameter)).in(request);
  }
}
