package dev.chime.web;

import dev.chime.async.RejectedSpawnException;
import dev.chime.timer.BeyondHorizonException;
import dev.chime.timer.Due;
import dev.chime.timer.StoreBusyException;
import dev.chime.timer.StoreException;
import dev.chime.timer.StoreFullException;
import dev.chime.timer.TooManyTimersException;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Puts whatever goes wrong into the words of RFC 9457, without a stack trace. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  /** Seconds after which a client may try again what there was no room for. */
  private static final String RETRY_AFTER = "1";

  private static final long MOST_READ_ON = 16 << 20;

  @ExceptionHandler
  ResponseEntity<ProblemDetail> invalidRequest(InvalidRequestException e) {
    return answer(ProblemType.INVALID_REQUEST.problem(e.status(), e.field(), e.rule()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> beyondHorizon(BeyondHorizonException e) {
    return answer(
        ProblemType.INVALID_REQUEST.problem(
            HttpStatus.BAD_REQUEST,
            e.due() instanceof Due.After ? "delay" : "at",
            "must lead to a deadline within 100 years from now"));
  }

  /** What Jetty finds wrong only when it is asked for a part of the request, such as the query. */
  @ExceptionHandler({
    HttpException.RuntimeException.class,
    HttpException.IllegalArgumentException.class
  })
  ResponseEntity<ProblemDetail> malformed(Exception e) {
    int code = ((HttpException) e).getCode();
    return code >= 400 && code < 500
        ? answer(
            ProblemType.INVALID_REQUEST.problem(
                HttpStatus.BAD_REQUEST, "query", "must be well-formed"))
        : anythingElse(e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unknownTimer(UnknownTimerException e) {
    return answer(
        ProblemType.UNKNOWN_TIMER.problem(HttpStatus.NOT_FOUND, "id", "must be that of a timer"));
  }

  @ExceptionHandler({RejectedSpawnException.class, StoreBusyException.class})
  ResponseEntity<ProblemDetail> overloaded() {
    return later(
        ProblemType.OVERLOADED.problem(HttpStatus.SERVICE_UNAVAILABLE, "Please try again soon."));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> tooManyTimers(TooManyTimersException e) {
    return later(
        ProblemType.TOO_MANY_TIMERS.problem(HttpStatus.TOO_MANY_REQUESTS, e.getMessage() + "."));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> storeFull(StoreFullException e) {
    return later(
        ProblemType.STORE_FULL.problem(
            HttpStatus.INSUFFICIENT_STORAGE, "Timers that are kept already are not affected."));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> storeUnavailable(StoreException e) {
    LOG.warn("the store failed: {}", e.getMessage());
    return later(
        ProblemType.STORE_UNAVAILABLE.problem(
            HttpStatus.SERVICE_UNAVAILABLE, "Please try again soon."));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> interrupted(InterruptedException e) {
    return later(
        ProblemType.OVERLOADED.problem(
            HttpStatus.SERVICE_UNAVAILABLE, "The service is shutting down."));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> anythingElse(Exception e) {
    LOG.error("a request failed for a reason that is not the client's", e);
    return answer(ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem =
        switch (e.getCause()) {
          case StreamConstraintsException tooMuch when tooLong(tooMuch) -> {
            readOn(request);
            yield ProblemType.INVALID_REQUEST.problem(
                HttpStatus.CONTENT_TOO_LARGE, "body", "must not be so long");
          }
          case StreamConstraintsException tooMuch ->
              ProblemType.INVALID_REQUEST.problem(
                  HttpStatus.BAD_REQUEST, "body", "must not be so deep or have such long names");
          case StreamReadException notJson ->
              ProblemType.NOT_JSON.problem(
                  HttpStatus.BAD_REQUEST, "body", "must be JSON: " + notJson.getOriginalMessage());
          case UnrecognizedPropertyException unknown ->
              ProblemType.INVALID_REQUEST.problem(
                  HttpStatus.BAD_REQUEST, path(unknown), "is not a field of this request");
          case DatabindException mismatch ->
              ProblemType.INVALID_REQUEST.problem(
                  HttpStatus.BAD_REQUEST, path(mismatch), "has the wrong type");
          case null, default ->
              ProblemType.NOT_JSON.problem(
                  HttpStatus.BAD_REQUEST, "body", "must be a JSON object in UTF-8");
        };
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

  private static boolean tooLong(StreamConstraintsException e) {
    return e.getOriginalMessage().startsWith("Document length");
  }

  private static String path(JacksonException e) {
    String path =
        e.getPath().stream()
            .map(
                step ->
                    step.getPropertyName() == null ? "" + step.getIndex() : step.getPropertyName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "body" : path;
  }

  private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
    return ResponseEntity.status(problem.getStatus())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  private static ResponseEntity<ProblemDetail> later(ProblemDetail problem) {
    return ResponseEntity.status(problem.getStatus())
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
