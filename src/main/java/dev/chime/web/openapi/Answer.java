package dev.chime.web.openapi;

import dev.chime.web.problem.RateLimit;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** Answers of requests that went well. */
enum Answer {
  TIMER(200, "The timer.", TimerSchemas.TIMER, ApiExamples.STILL_PENDING, HttpHeaders.ETAG),
  REPEATED(
      200,
      "The timer as it stands: the same request created it earlier.",
      TimerSchemas.TIMER,
      ApiExamples.STILL_PENDING,
      HttpHeaders.ETAG,
      RateLimit.FIELD,
      RateLimit.POLICY_FIELD),
  WAITED_FOR(
      200,
      "The timer as it stands: decided, changed, or pending when the wait has ended.",
      TimerSchemas.TIMER,
      ApiExamples.ELAPSED,
      HttpHeaders.ETAG,
      ResponseHeaders.PREFERENCE_APPLIED),
  RESCHEDULED(200, "The timer, changed.", TimerSchemas.TIMER, ApiExamples.MOVED, HttpHeaders.ETAG),
  OUTCOME(
      200,
      "The timer with its outcome, which need not be `CANCELLED`.",
      TimerSchemas.TIMER,
      ApiExamples.STOPPED,
      HttpHeaders.ETAG),
  CREATED(
      201,
      "The timer. It is on disk.",
      TimerSchemas.TIMER,
      ApiExamples.PENDING,
      HttpHeaders.ETAG,
      HttpHeaders.LOCATION,
      RateLimit.FIELD,
      RateLimit.POLICY_FIELD),
  NOT_MODIFIED(
      304,
      "Nothing has changed from what `If-None-Match` says.",
      null,
      null,
      HttpHeaders.ETAG,
      ResponseHeaders.PREFERENCE_APPLIED),
  PAGE(200, "A page of the list.", TimerSchemas.PAGE, ApiExamples.PAGE),
  WAITED(
      200,
      "All timers asked for, as they stand.",
      TimerSchemas.WAITED,
      ApiExamples.WAITED,
      ResponseHeaders.PREFERENCE_APPLIED),
  CANCELLED(200, "How many were cancelled.", TimerSchemas.CANCELLED, ApiExamples.CANCELLED),
  RESULTS(
      200,
      "What came of each item. Those created are on disk.",
      TimerSchemas.RESULTS,
      ApiExamples.RESULTS,
      RateLimit.FIELD,
      RateLimit.POLICY_FIELD),
  EVENTS(200, "Events, until the client or the server ends.", null, ApiExamples.EVENTS),
  NOTHING_TO_COME(204, "The timer has its outcome, and the client has seen it.", null, null);

  private final int status;
  private final String description;
  private final @Nullable String schema;
  private final @Nullable String example;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<String> headers;

  Answer(
      int status,
      String description,
      @Nullable String schema,
      @Nullable String example,
      String... headers) {
    this.status = status;
    this.description = description;
    this.schema = schema;
    this.example = example;
    this.headers = List.of(headers);
  }

  int status() {
    return status;
  }

  ApiResponse response() {
    ApiResponse response = new ApiResponse().description(description);
    if (this != NOTHING_TO_COME) {
      ResponseHeaders.add(response, HttpHeaders.CACHE_CONTROL);
    }
    if (this == EVENTS) {
      ResponseHeaders.add(response, ResponseHeaders.ACCEL_BUFFERING);
      response.content(events());
    } else if (schema != null && example != null) {
      response.content(
          Contents.of(
              MediaType.APPLICATION_JSON_VALUE,
              Schemas.ref(schema),
              Map.of("answer", ApiExamples.json(example))));
    }
    return ResponseHeaders.add(response, headers.toArray(String[]::new));
  }

  private static Content events() {
    return Contents.of(
        MediaType.TEXT_EVENT_STREAM_VALUE,
        Schemas.string(
            "Server-sent events named after what has become of the timer in `data`: `created`,"
                + " `rescheduled`, `updated`, `elapsed`, `cancelled`, `skipped`; `state` for how it"
                + " stands; `gap` and `dropped` if some are missing."),
        Map.of("events", new Example().value(ApiExamples.EVENTS)));
  }
}
