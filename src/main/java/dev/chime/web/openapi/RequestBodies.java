package dev.chime.web.openapi;

import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.MediaType;

/** The bodies of requests. */
final class RequestBodies {

  private RequestBodies() {}

  static RequestBody create() {
    Map<String, Example> examples = new LinkedHashMap<>();
    examples.put("delay", ApiExamples.json(ApiExamples.CREATE));
    examples.put("at", ApiExamples.json(ApiExamples.CREATE_AT));
    return body(
        Contents.of(
            MediaType.APPLICATION_JSON_VALUE, Schemas.ref(RequestSchemas.CREATE), examples));
  }

  static RequestBody amend() {
    return body(
        Contents.of(
            MediaType.APPLICATION_JSON_VALUE,
            Schemas.ref(RequestSchemas.AMEND),
            Map.of("delay", ApiExamples.json(ApiExamples.AMEND))));
  }

  static RequestBody batch() {
    Content content =
        Contents.of(
            MediaType.APPLICATION_JSON_VALUE,
            Schemas.list(Schemas.ref(RequestSchemas.CREATE), 1, 1000, "Timers to create."),
            Map.of("array", ApiExamples.json(ApiExamples.BATCH)));
    content.putAll(
        Contents.of(
            MediaType.APPLICATION_NDJSON_VALUE,
            Schemas.string("Timers to create, one a line."),
            Map.of(
                "lines",
                new Example().value(ApiExamples.CREATE + "\n" + ApiExamples.CREATE_AT + "\n"))));
    return body(content);
  }

  private static RequestBody body(Content content) {
    return new RequestBody().required(true).content(content);
  }
}
