package dev.chime.web.mvc;

import dev.chime.web.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes answers as JSON with their length, so that headers and body leave in one piece. A handler
 * that returns null has parked its request; then nothing is written here. Thread-safe.
 */
@Component
class AnswerWriter implements HandlerMethodReturnValueHandler {

  private final JsonMapper mapper;

  AnswerWriter(JsonMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public boolean supportsReturnType(MethodParameter returnType) {
    return returnType.getParameterType() == Answer.class;
  }

  @Override
  public void handleReturnValue(
      @Nullable Object answer,
      MethodParameter returnType,
      ModelAndViewContainer container,
      NativeWebRequest request)
      throws IOException {
    container.setRequestHandled(true);
    if (answer instanceof Answer given) {
      write(given, Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class)));
    }
  }

  /** Writes an answer. */
  void write(Answer answer, HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    set(response, HttpHeaders.ETAG, answer.tag());
    set(response, HttpHeaders.LOCATION, answer.location());
    set(response, "Preference-Applied", answer.preference());
    write(response, answer.status(), MediaType.APPLICATION_JSON_VALUE, answer.body());
  }

  private static void set(HttpServletResponse response, String name, @Nullable String value) {
    if (value != null) {
      response.setHeader(name, value);
    }
  }

  /** Writes the problem (RFC 9457) that describes why a request failed. */
  void write(Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ResponseEntity<ProblemDetail> problem = Problems.of(failure);
    Objects.requireNonNull(problem.getBody()).setInstance(URI.create(request.getRequestURI()));
    problem
        .getHeaders()
        .forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
    write(
        response,
        problem.getStatusCode(),
        MediaType.APPLICATION_PROBLEM_JSON_VALUE,
        problem.getBody());
  }

  private void write(
      HttpServletResponse response, HttpStatusCode status, String type, @Nullable Object body)
      throws IOException {
    response.setStatus(status.value());
    if (body != null) {
      byte[] json = mapper.writeValueAsBytes(body);
      response.setContentType(type);
      response.setContentLength(json.length);
      response.getOutputStream().write(json);
    }
  }
}
