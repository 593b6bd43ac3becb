package dev.chime.web.openapi;

import dev.chime.web.problem.RateLimit;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springframework.http.HttpHeaders;

/** The headers of answers. */
final class ResponseHeaders {

  static final String PREFERENCE_APPLIED = "Preference-Applied";
  static final String ACCEL_BUFFERING = "X-Accel-Buffering";

  private ResponseHeaders() {}

  static void addTo(Components components) {
    always(
        components,
        HttpHeaders.ETAG,
        Schemas.matching("^\"[1-9][0-9]*\"$", "The timer's version.", "\"1\""));
    always(
        components,
        HttpHeaders.CACHE_CONTROL,
        Schemas.matching("^no-store$", "Answers are not to be kept.", "no-store"));
    always(
        components,
        HttpHeaders.LOCATION,
        Schemas.matching("^/timers/", "The timer's path.", "/timers/" + ApiExamples.ID));
    always(
        components,
        HttpHeaders.WWW_AUTHENTICATE,
        Schemas.matching("^Bearer", "How to say the key.", "Bearer"));
    always(
        components,
        HttpHeaders.RETRY_AFTER,
        Schemas.matching("^[0-9]+$", "Seconds after which trying again makes sense.", "1"));
    always(
        components,
        ACCEL_BUFFERING,
        Schemas.matching("^no$", "Asks proxies to pass events on at once.", "no"));
    sometimes(
        components,
        PREFERENCE_APPLIED,
        Schemas.matching(
            "^wait=[0-9]+$", "The wait, if `Prefer` asked for one or it was cut.", "wait=20"));
    sometimes(
        components,
        RateLimit.POLICY_FIELD,
        Schemas.string("A limit (IETF draft \"RateLimit header fields\").", "\"pending\";q=1000"));
    sometimes(
        components, RateLimit.FIELD, Schemas.string("What is left of it.", "\"pending\";r=0"));
    sometimes(components, HttpHeaders.ACCEPT, Schemas.string("What would do.", "application/json"));
    sometimes(
        components,
        HttpHeaders.ACCEPT_PATCH,
        Schemas.string("What would do for a `PATCH`.", "application/json"));
  }

  private static void always(Components components, String name, JsonSchema schema) {
    components.addHeaders(name, header(schema).required(true));
  }

  private static void sometimes(Components components, String name, JsonSchema schema) {
    components.addHeaders(name, header(schema));
  }

  private static Header header(JsonSchema schema) {
    Header header = new Header().description(schema.getDescription()).schema(schema);
    schema.setDescription(null);
    return header;
  }

  /** Adds headers to an answer, by their names. */
  static ApiResponse add(ApiResponse response, String... names) {
    for (String name : names) {
      response.addHeaderObject(name, new Header().$ref("#/components/headers/" + name));
    }
    return response;
  }
}
