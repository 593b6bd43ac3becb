package dev.chime.web.openapi;

import dev.chime.web.problem.ProblemType;
import io.swagger.v3.oas.models.examples.Example;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** What problems look like: the very ones that are answered. */
final class ProblemExamples {

  private ProblemExamples() {}

  static Example plain(HttpStatus status) {
    return example(ProblemDetail.forStatus(status));
  }

  static Example of(ProblemType type, int code, Refusal refusal) {
    HttpStatus status = HttpStatus.valueOf(code);
    return switch (type) {
      case INVALID_REQUEST ->
          switch (refusal) {
            case TOO_LARGE ->
                example(type.problem(status, "payload", "must be at most 65536 bytes of JSON"));
            case KEY_REUSED ->
                example(
                    type.problem(
                        status, "Idempotency-Key", "must not be used again for another request"));
            case HEADERS_TOO_LARGE ->
                example(type.problem(status, "headers", "must not be so large"));
            case BAD_BODY -> example(type.problem(status, "delay", "must not be negative"));
            default ->
                example(type.problem(status, "id", "must be 1 to 128 of A-Z a-z 0-9 . _ ~ -"));
          };
      case NOT_JSON -> example(type.problem(status, "body", "must be a JSON object in UTF-8"));
      case UNKNOWN_TIMER -> {
        ProblemDetail problem = type.problem(status, "id", "must be that of a timer");
        problem.setProperty("ids", List.of(ApiExamples.ID));
        yield example(problem);
      }
      case ID_TAKEN ->
          example(type.problem(status, "id", "must not be used again for another timer"));
      case DECIDED -> {
        ProblemDetail problem =
            type.problem(status, "A timer that has its outcome cannot be changed.");
        problem.setProperty("timer", new ApiExamples.Json(ApiExamples.ELAPSED));
        yield example(problem);
      }
      case IN_FLIGHT ->
          example(
              type.problem(
                  status,
                  "Idempotency-Key",
                  "must not be that of a request that is being worked on"));
      case PRECONDITION_FAILED -> {
        ProblemDetail problem = type.problem(status, "If-Match", "must be met by the timer");
        problem.setProperty("timer", new ApiExamples.Json(ApiExamples.MOVED));
        yield example(problem);
      }
      case UNAUTHORIZED ->
          example(
              type.problem(status, HttpHeaders.AUTHORIZATION, "must be \"Bearer\" and an API key"));
      case FORBIDDEN -> example(type.problem(status, "This needs a key with another role."));
      case TOO_MANY_FAILURES ->
          example(type.problem(status, "Please wait before you try another key."));
      case TOO_MANY_TIMERS -> example(type.problem(status, "1000 timers are pending already."));
      case TOO_MANY_CREATES ->
          example(
              type.problem(status, "At most 100 timers may be created at once, and 50 a second."));
      case TOO_MANY_WAITERS -> example(type.problem(status, "1000 requests are waiting already."));
      case STORE_FULL ->
          example(type.problem(status, "Timers that are kept already are not affected."));
      case OVERLOADED, STORE_UNAVAILABLE -> example(type.problem(status, "Please try again soon."));
    };
  }

  private static Example example(ProblemDetail problem) {
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    value.put("type", problem.getType() == null ? null : problem.getType().toString());
    value.put("title", problem.getTitle());
    value.put("status", problem.getStatus());
    value.put("detail", problem.getDetail());
    if (problem.getProperties() != null) {
      value.putAll(problem.getProperties());
    }
    value.values().removeIf(each -> each == null);
    return new Example().value(value);
  }
}
