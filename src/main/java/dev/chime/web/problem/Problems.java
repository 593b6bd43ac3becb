package dev.chime.web.problem;

import dev.chime.async.RejectedSpawnException;
import dev.chime.timer.BeyondHorizonException;
import dev.chime.timer.Due;
import dev.chime.timer.SnapshotRefusedException;
import dev.chime.timer.StoreBusyException;
import dev.chime.timer.StoreException;
import dev.chime.timer.StoreFullException;
import dev.chime.timer.TooManyTimersException;
import dev.chime.timer.service.TooManyWaitersException;
import java.time.Duration;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import tools.jackson.core.JacksonException;

/** Converts exceptions to problem details. */
public final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /** The seconds after which a client may try again. */
  private static final long RETRY_AFTER = 1;

  private static final Duration SOON = Duration.ofSeconds(1);

  private Problems() {}

  /** The problem detail for an ambiguous path. */
  public static ProblemDetail badPath() {
    return ProblemType.INVALID_REQUEST.problem(
        HttpStatus.BAD_REQUEST,
        "path",
        "must not have empty, . or .. segments, ; or escapes of it, of / \\ % or of control"
            + " characters, nor bad escapes");
  }

  /** The response to a request that ended with this exception, which is logged if it must be. */
  public static ResponseEntity<ProblemDetail> of(Exception e) {
    ResponseEntity<ProblemDetail> response = response(e);
    if (response.getStatusCode().equals(HttpStatus.INTERNAL_SERVER_ERROR)) {
      LOG.error("a request failed for a reason that is not the client's", e);
    } else if (ProblemType.STORE_UNAVAILABLE.isOf(response.getBody())) {
      LOG.warn("the store failed: {}", e.getMessage());
    }
    return response;
  }

  /** The name of the problem that this exception is, such as {@code unknown-timer}. */
  public static String nameOf(Exception e) {
    ProblemDetail problem = response(e).getBody();
    return Arrays.stream(ProblemType.values())
        .filter(type -> type.isOf(problem))
        .findFirst()
        .map(ProblemType::word)
        .orElse("failed");
  }

  private static ResponseEntity<ProblemDetail> response(Exception e) {
    return switch (e) {
      case InvalidRequestException invalid ->
          answer(
              ProblemType.INVALID_REQUEST.problem(
                  invalid.status(), invalid.field(), invalid.rule()));
      case BeyondHorizonException beyond ->
          answer(
              ProblemType.INVALID_REQUEST.problem(
                  HttpStatus.BAD_REQUEST,
                  beyond.due() instanceof Due.After ? "delay" : "at",
                  "must lead to a deadline within 100 years from now"));
      case SlowBodyException slow ->
          answer(
              ProblemType.INVALID_REQUEST.problem(
                  HttpStatus.REQUEST_TIMEOUT,
                  "body",
                  "must arrive faster, and without long breaks"));
      case JacksonException json -> answer(JsonProblems.of(json));
      case UnknownTimerException unknown -> answer(unknown(unknown));
      case NotFoundException unknown -> answer(unknown.problem());
      case NoTestClockException none -> answer(NoTestClockException.problem());
      case ConflictException conflict ->
          conflict.isTemporary() ? later(conflict.problem()) : answer(conflict.problem());
      case LimitExceededException limit -> answer(limit.problem(), limit.headers());
      case TooManyTimersException timers -> of(tooMany(timers));
      case TooManyWaitersException waiters when waiters.namespace() != null -> of(tooMany(waiters));
      case TooManyWaitersException waiters ->
          later(
              ProblemType.TOO_MANY_WAITERS.problem(
                  HttpStatus.SERVICE_UNAVAILABLE, waiters.getMessage() + "."));
      case SnapshotRefusedException refused -> refused(refused);
      case RejectedSpawnException full -> overloaded("Please try again soon.");
      case StoreBusyException busy -> overloaded("Please try again soon.");
      case InterruptedException stopping -> overloaded("The service is shutting down.");
      case StoreFullException full ->
          later(
              ProblemType.STORE_FULL.problem(
                  HttpStatus.INSUFFICIENT_STORAGE,
                  "Timers that are kept already are not affected."));
      case StoreException store ->
          later(
              ProblemType.STORE_UNAVAILABLE.problem(
                  HttpStatus.SERVICE_UNAVAILABLE, "Please try again soon."));
      default -> answer(ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR));
    };
  }

  private static ProblemDetail unknown(UnknownTimerException e) {
    ProblemDetail problem =
        ProblemType.UNKNOWN_TIMER.problem(HttpStatus.NOT_FOUND, "id", "must be that of a timer");
    problem.setProperty("ids", e.ids());
    return problem;
  }

  private static ResponseEntity<ProblemDetail> refused(SnapshotRefusedException e) {
    String detail = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case RUNNING -> later(ProblemType.SNAPSHOT_RUNNING.problem(HttpStatus.CONFLICT, detail));
      case NO_ROOM ->
          answer(ProblemType.NO_ROOM_FOR_SNAPSHOT.problem(HttpStatus.INSUFFICIENT_STORAGE, detail));
      case NOT_EMBEDDED -> answer(ProblemType.NO_SNAPSHOTS.problem(HttpStatus.CONFLICT, detail));
    };
  }

  private static LimitExceededException tooMany(TooManyTimersException e) {
    return new LimitExceededException(
        ProblemType.TOO_MANY_TIMERS,
        e.limit() + " timers are pending already",
        new RateLimit("pending", e.limit(), null, 0, null),
        SOON);
  }

  private static LimitExceededException tooMany(TooManyWaitersException e) {
    return new LimitExceededException(
        ProblemType.TOO_MANY_WAITERS,
        e.limit() + " requests are waiting already",
        new RateLimit("waiters", e.limit(), null, 0, null),
        SOON);
  }

  private static ResponseEntity<ProblemDetail> overloaded(String detail) {
    return later(ProblemType.OVERLOADED.problem(HttpStatus.SERVICE_UNAVAILABLE, detail));
  }

  /** The response with this problem detail. */
  public static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
    return answer(problem, HttpHeaders.EMPTY);
  }

  private static ResponseEntity<ProblemDetail> later(ProblemDetail problem) {
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER));
    ProblemType.retryAfter(problem, RETRY_AFTER);
    return answer(problem, headers);
  }

  private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem, HttpHeaders headers) {
    return ResponseEntity.status(problem.getStatus())
        .headers(headers)
        .cacheControl(CacheControl.noStore()) // an unknown timer may be created later
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
