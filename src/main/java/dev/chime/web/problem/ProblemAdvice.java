package dev.chime.web.problem;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Puts whatever goes wrong into the words of RFC 9457, without a stack trace. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  private static final long MOST_READ_ON = 16 << 20;

  /** What Jetty finds wrong only when it is asked for a part of the request, such as the query. */
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

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem = JsonProblems.of(e.getCause());
    if (problem.getStatus() == HttpStatus.CONTENT_TOO_LARGE.value()) {
      readOn(request);
    }
    return handleExceptionInternal(
        e, problem, headers, HttpStatusCode.valueOf(problem.getStatus()), request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
      HttpRequestMethodNotSupportedException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemType.blame(e.getBody(), "method", "must be one of " + headers.getAllow());
    return handleExceptionInternal(e, null, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
      HttpMediaTypeNotSupportedException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemType.blame(e.getBody(), "Content-Type", "must be application/json");
    return handleExceptionInternal(e, null, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(
      HttpMediaTypeNotAcceptableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemType.blame(e.getBody(), "Accept", "must admit application/json");
    return handleExceptionInternal(e, null, headers, status, request);
  }

  /** Says what the answer is before anybody asks what the client would accept. */
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

  /**
   * Reads the rest of a body that is refused: a client that is still sending when the connection
   * ends would see a reset instead of the answer. Not endlessly.
   */
  private static void readOn(WebRequest request) {
    if (request instanceof ServletWebRequest servlet) {
      try (InputStream body = servlet.getRequest().getInputStream()) {
        body.skipNBytes(MOST_READ_ON);
      } catch (IOException e) {
        LOG.debug("the rest of a body cannot be read: {}", e.getMessage()); // often its end
      }
    }
  }
}
