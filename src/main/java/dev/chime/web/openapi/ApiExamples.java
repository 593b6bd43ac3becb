package dev.chime.web.openapi;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.models.examples.Example;

/** What requests and answers look like. */
final class ApiExamples {

  static final String ID = "019a6d2e-7f00-7000-8000-000000000000";
  static final String NOW = "2030-01-31T12:00:00.000Z";
  static final String DUE = "2030-01-31T12:00:30.000Z";

  static final String CREATE =
      """
      {"delay": "30s", "payload": {"order": 42}, "labels": {"kind": "reminder"}}\
      """;

  static final String CREATE_AT =
      """
      {"at": "2030-01-31T12:00:30Z", "ifLate": "skip", "maxLateness": "PT1H"}\
      """;

  static final String AMEND =
      """
      {"delay": "5m"}\
      """;

  static final String BATCH = "[" + CREATE + ", {\"delay\": \"-1s\"}]";

  static final String PENDING = timer("PENDING", "\"remaining\": \"PT30S\"", 1);
  static final String ELAPSED =
      timer("ELAPSED", "\"elapsedAt\": \"2030-01-31T12:00:30.001Z\", \"latenessMs\": 1", 2);
  static final String STILL_PENDING = timer("PENDING", "\"remaining\": \"PT9.998S\"", 1);
  static final String STOPPED =
      timer("CANCELLED", "\"cancelledAt\": \"2030-01-31T12:00:10.000Z\"", 2);
  static final String MOVED = timer("PENDING", "\"remaining\": \"PT5M\"", 2);

  static final String PAGE = "{\"timers\": [" + PENDING + "], \"next\": \"OjAxOWE2ZDJlLTdmMDA\"}";
  static final String WAITED = "{\"timers\": [" + ELAPSED + "]}";
  static final String CANCELLED =
      """
      {"cancelled": 12}\
      """;
  static final String RESULTS =
      """
      {"results": [{"status": 201, "timer": %s}, {"status": 400, "problem": {"title": "The request\
       breaks a rule", "status": 400, "type": "https://chime.dev/problems/invalid-request", "errors":\
       [{"field": "delay", "rule": "must not be negative"}]}}]}\
      """
          .formatted(PENDING);

  static final String EVENTS =
      """
      retry: 1000

      : still here
      id: 19a6d2e7f00-0

      id: 19a6d2e7f00-1
      event: elapsed
      data: %s

      """
          .formatted(ELAPSED);

  /** JSON, written into the document as it is. */
  record Json(@JsonValue @JsonRawValue String text) {}

  private ApiExamples() {}

  static Example json(String text) {
    return new Example().value(new Json(text));
  }

  private static String timer(String state, String more, int version) {
    return """
    {"id": "%s", "state": "%s", "deadline": "%s", "createdAt": "%s", %s, "payload": {"order": 42},\
     "labels": {"kind": "reminder"}, "version": %d}\
    """
        .formatted(ID, state, DUE, NOW, more, version);
  }
}
