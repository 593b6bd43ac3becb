package dev.chime.web.mvc;

import dev.chime.web.body.BodyReader;
import dev.chime.web.body.JsonBody;
import dev.chime.web.problem.InvalidRequestException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Resolves request bodies: JSON in strict UTF-8, up to 128 KiB. Thread-safe. */
@Component
class JsonBodyArgumentResolver implements HandlerMethodArgumentResolver {

  /** A payload of 64 KiB, with room for the other fields and some white space. */
  private static final int MOST_BYTES = 128 << 10;

  private final JsonMapper mapper;

  JsonBodyArgumentResolver(JsonMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    RequestBody body = parameter.getParameterAnnotation(RequestBody.class);
    return body != null && body.required(); // an optional body is one of Actuator's
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders)
      throws IOException {
    JsonBody body =
        BodyReader.json(
            Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)),
            Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class)),
            MOST_BYTES);
    try {
      Object value = mapper.readValue(body, parameter.getParameterType());
      if (value != null) {
        return value;
      }
    } catch (JacksonException e) {
      body.rethrowFailure();
      if (!body.isEmpty()) {
        throw e;
      }
    }
    throw new InvalidRequestException("body", "must be a JSON object");
  }
}
