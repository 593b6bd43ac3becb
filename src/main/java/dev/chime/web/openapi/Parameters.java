package dev.chime.web.openapi;

import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** What requests have in their paths, queries and headers. */
final class Parameters {

  private static final String WAIT =
      "How long to wait, such as `20s`, or a number of seconds; 30 s unless told, 60 s at most,"
          + " `0` not at all.";

  private Parameters() {}

  /** Whether OpenAPI says it with the body's type instead. */
  static boolean isOfTheBody(Parameter parameter) {
    return HttpHeaders.CONTENT_TYPE.equals(parameter.getName());
  }

  /** Completes what is known of a parameter of an operation. */
  static void describe(String operation, Parameter parameter) {
    JsonSchema schema = schema(operation, parameter.getIn() + " " + parameter.getName());
    if (schema == null) {
      return; // a test sees to it that all are described
    }
    parameter.setDescription(schema.getDescription());
    schema.setDescription(null);
    parameter.setSchema(schema);
    boolean needed = schema.getMinItems() != null || parameter.getIn().equals("path");
    parameter.setRequired(needed ? true : null);
  }

  private static @Nullable JsonSchema schema(String operation, String parameter) {
    return switch (parameter) {
      case "path id" -> Schemas.matching(Forms.ID, "The timer's id.", ApiExamples.ID);
      case "query id" ->
          Schemas.list(
              Schemas.matching(Forms.ID, "An id.", ApiExamples.ID),
              1,
              100,
              "The timers' ids, each as a parameter of its own.");
      case "query mode" -> {
        JsonSchema mode =
            Schemas.oneOf(
                List.of("any", "all"), "Whether to wait for the first outcome, or for all.");
        mode.setDefault("any");
        yield mode;
      }
      case "query wait" -> Forms.wait(WAIT);
      case "query state" ->
          Schemas.list(Forms.state("A state."), "Only timers in one of these states.");
      case "query label" -> {
        JsonSchema label = Forms.label("A name, a colon and a value.");
        yield operation.equals(Operations.CANCEL_TIMERS)
            ? Schemas.list(label, 1, 8, "Which timers: those that have all of these labels.")
            : atMost(8, Schemas.list(label, "Only timers that have all of these labels."));
      }
      case "query dueAfter" ->
          Schemas.time("Only timers whose deadline is after this.", ApiExamples.NOW);
      case "query dueBefore" ->
          Schemas.time("Only timers whose deadline is before this.", ApiExamples.DUE);
      case "query limit" -> {
        JsonSchema limit = Schemas.integer(1, 1000, "The most timers to answer.", 100);
        limit.setDefault(100);
        yield limit;
      }
      case "query cursor" ->
          Schemas.string("The `next` of a page of the same list, for the page after it.");
      default -> header(operation, parameter);
    };
  }

  private static @Nullable JsonSchema header(String operation, String parameter) {
    return switch (parameter) {
      case "header Idempotency-Key" ->
          Schemas.matching(
              "^(\"[ !#-\\[\\]-~]{1,255}\"|[!#-\\[\\]-~]{1,255})$",
              "A repetition with the same key gets the first answer. Quoted or bare.",
              "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"");
      case "header Prefer" ->
          Schemas.string("`wait=` and how many seconds to wait (RFC 7240).", "wait=20");
      case "header If-Match" ->
          Schemas.matching(
              Forms.TAGS,
              "Only if the timer has one of these tags, which must be strong; `*` if it is there.",
              "\"1\"");
      case "header If-None-Match" ->
          operation.equals(Operations.PUT_TIMER)
              ? Schemas.matching(Forms.TAGS, "`*`: only if there is no such timer.", "*")
              : Schemas.matching(
                  Forms.TAGS, "What the client has seen: waits for a change from it.", "\"1\"");
      case "header Last-Event-ID" ->
          Schemas.matching(
              "^([0-9a-f]{1,15}-[0-9a-f]{1,15}(-end)?)?$",
              "The `id` of the last event seen: goes on after it.",
              "19a6d2e7f00-1");
      default -> null;
    };
  }

  private static JsonSchema atMost(int most, JsonSchema list) {
    list.setMaxItems(most);
    return list;
  }
}
