package dev.chime.contract;

import dev.chime.contract.OpenApiDocument.Operation;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** What the OpenAPI document promises of answers: status, headers, body, kind of problem. */
public final class Contract {

  /** What the paths of the API begin with. */
  static final List<String> ROOTS =
      List.of(
          "/timers",
          "/schedules",
          "/queues",
          "/deliveries",
          "/endpoints",
          "/clock",
          "/whoami",
          "/nodes",
          "/snapshots");

  private static final String PROBLEM = "application/problem+json";
  private static final List<Integer> BEFORE_ALL_ELSE = List.of(400, 401, 415, 421, 429);

  /** Reads whatever Chime may answer, numbers of any length included. */
  public static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(1 << 20)
                          .maxNameLength(1 << 20)
                          .build())
                  .build())
          .build();

  private static final OpenApiDocument DOCUMENT = OpenApiDocument.SOURCE;
  private static final JsonNode ANY_PROBLEM =
      JSON.readTree("{\"$ref\": \"#/components/schemas/Problem\"}");

  private Contract() {}

  /** Fails if an answer is not as promised. What is not under the roots is not our matter. */
  public static void check(
      String method, String target, int status, HttpHeaders headers, String body) {
    String path = target.split("\\?", 2)[0];
    boolean isOurs = ROOTS.stream().anyMatch(root -> (path + "/").startsWith(root + "/"));
    if (!isOurs || method.equals("OPTIONS")) {
      return;
    }
    List<String> violations = violations(method, path, status, headers, body);
    if (!violations.isEmpty()) {
      throw new AssertionError(
          "%s %s was answered with %d, which breaks the contract: %s%n%s%n%s"
              .formatted(method, target, status, violations, headers.map(), body));
    }
  }

  private static List<String> violations(
      String method, String path, int status, HttpHeaders headers, String body) {
    Optional<Operation> operation = DOCUMENT.operation(method, path);
    if (operation.isEmpty()) {
      return undocumented(method, path, status, headers, body);
    }
    JsonNode response = DOCUMENT.resolve(operation.get().definition().at("/responses/" + status));
    if (response.isMissingNode()) {
      return List.of(operation.get().id() + " has no documented " + status);
    }
    List<String> violations = new ArrayList<>(headerViolations(response, headers));
    if (!method.equals("HEAD")) {
      violations.addAll(bodyViolations(response, headers, body));
    }
    return violations;
  }

  /**
   * What has no operation is not found, or not by this method; but first it has to be proper HTTP,
   * and to come from somebody who may ask at all.
   */
  private static List<String> undocumented(
      String method, String path, int status, HttpHeaders headers, String body) {
    List<String> violations = new ArrayList<>();
    int expected = DOCUMENT.hasPath(path) ? 405 : 404;
    if (status != expected && !BEFORE_ALL_ELSE.contains(status)) {
      violations.add("there is no such operation: expected " + expected);
    }
    if (status == 405 && headers.firstValue("Allow").isEmpty()) {
      violations.add("Allow is missing");
    }
    if (!method.equals("HEAD")) {
      violations.addAll(jsonViolations(PROBLEM, ANY_PROBLEM, headers, body));
    }
    return violations;
  }

  private static List<String> headerViolations(JsonNode response, HttpHeaders headers) {
    List<String> violations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : response.path("headers").properties()) {
      JsonNode header = DOCUMENT.resolve(each.getValue());
      Optional<String> value = headers.firstValue(each.getKey());
      if (value.isEmpty() && header.path("required").asBoolean(false)) {
        violations.add(each.getKey() + " is missing");
      }
      value.ifPresent(
          text ->
              DOCUMENT
                  .errors(header.required("schema"), StringNode.valueOf(text))
                  .forEach(error -> violations.add(each.getKey() + error)));
    }
    for (String name : List.of("ETag", "Location", "Retry-After", "Preference-Applied")) {
      if (headers.firstValue(name).isPresent() && !response.path("headers").has(name)) {
        violations.add(name + " is not documented");
      }
    }
    return violations;
  }

  private static List<String> bodyViolations(JsonNode response, HttpHeaders headers, String body) {
    if (!response.has("content")) {
      return body.isEmpty() ? List.of() : List.of("no body is documented");
    }
    Map.Entry<String, JsonNode> content = response.path("content").properties().iterator().next();
    if (content.getKey().equals("text/event-stream")) {
      return typeViolations(content.getKey(), headers);
    }
    List<String> violations =
        new ArrayList<>(
            jsonViolations(content.getKey(), content.getValue().required("schema"), headers, body));
    if (content.getKey().equals(PROBLEM) && violations.isEmpty()) {
      String retryAfter = headers.firstValue("Retry-After").orElse("");
      if (!JSON.readTree(body).path("retryAfter").asString("").equals(retryAfter)) {
        violations.add("retryAfter is not what Retry-After says: " + retryAfter);
      }
      String type = JSON.readTree(body).path("type").asString("about:blank");
      boolean documented =
          content
              .getValue()
              .path("examples")
              .valueStream()
              .anyMatch(each -> each.at("/value/type").asString("about:blank").equals(type));
      if (!documented) {
        violations.add("the problem type " + type + " has no example at this status");
      }
    }
    return violations;
  }

  private static List<String> jsonViolations(
      String type, JsonNode schema, HttpHeaders headers, String body) {
    List<String> violations = new ArrayList<>(typeViolations(type, headers));
    try {
      violations.addAll(DOCUMENT.errors(schema, JSON.readTree(body)));
    } catch (JacksonException e) {
      violations.add("the body is not JSON: " + e.getOriginalMessage());
    }
    return violations;
  }

  private static List<String> typeViolations(String type, HttpHeaders headers) {
    String actual = headers.firstValue("Content-Type").orElse("none").split(";", 2)[0].strip();
    return actual.equals(type) ? List.of() : List.of("Content-Type is " + actual);
  }
}
