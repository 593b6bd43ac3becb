package dev.chime.web.problem;

import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Converts all exceptions of controllers to problem details (RFC 9457). */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

  /** Handles errors that Jetty finds only when a part of the request is read, such as the query. */
  @ExceptionHandler({
    HttpException.RuntimeException.class,
    HttpException.IllegalArgumentException.class,
    HttpException.IllegalStateException.class
  })
  ResponseEntity<ProblemDetail> malformed(Exception e) {
    int code = ((HttpException) e).getCode();
    return code >= 400 && code < 500
        ? Problems.answer(
            ProblemType.INVALID_REQUEST.problem(
                HttpStatus.BAD_REQUEST, "query", "must be well-formed"))
        : anythingElse(e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> anythingElse(Exception e) {
    return Problems.of(e);
  }

  /**
   * Handles bodies of requests to the Actuator. No converter reads the bodies of other requests.
   */
  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ResponseEntity<ProblemDetail> answer =
        e.getMostSpecificCause() instanceof SlowBodyException slow
            ? Problems.of(slow)
            : Problems.answer(JsonProblems.of(e.getCause()));
    return handleExceptionInternal(
        e, answer.getBody(), answer.getHeaders(), answer.getStatusCode(), request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
      HttpRequestMethodNotSupportedException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String[] methods = e.getSupportedMethods();
    return notAllowed(e, Methods.allow(methods == null ? List.of() : List.of(methods)), request);
  }

  /** Refuses {@code TRACE} with {@code 405}, even if there is nothing at the path. */
  @Override
  protected @Nullable ResponseEntity<Object> handleNoHandlerFoundException(
      NoHandlerFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    return Methods.TRACE.matches(e.getHttpMethod())
        ? notAllowed(e, "", request)
        : super.handleNoHandlerFoundException(e, headers, status, request);
  }

  private @Nullable ResponseEntity<Object> notAllowed(
      Exception e, String allowed, WebRequest request) {
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.ALLOW, allowed);
    return handleExceptionInternal(
        e, Methods.notAllowed(allowed), headers, HttpStatus.METHOD_NOT_ALLOWED, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
      HttpMediaTypeNotSupportedException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemType.blame(e.getBody(), "Content-Type", "must be " + types(e.getSupportedMediaTypes()));
    return handleExceptionInternal(e, null, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(
      HttpMediaTypeNotAcceptableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemType.blame(e.getBody(), "Accept", "must admit " + types(e.getSupportedMediaTypes()));
    return handleExceptionInternal(e, null, headers, status, request);
  }

  private static String types(List<MediaType> types) {
    return types.isEmpty()
        ? "another"
        : types.stream().map(MediaType::toString).collect(Collectors.joining(" or "));
  }

  /** Sets the content type of the response, so that the client's {@code Accept} has no effect. */
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception e,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    HttpHeaders answer = new HttpHeaders(headers);
    answer.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    answer.setCacheControl(CacheControl.noStore());
    return super.handleExceptionInternal(e, body, answer, status, request);
  }
}
