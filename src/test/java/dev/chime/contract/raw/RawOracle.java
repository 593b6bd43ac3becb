package dev.chime.contract.raw;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every answer has to be, whatever was asked. */
final class RawOracle {

  /** Servers that do not know a transfer coding or a version of HTTP say so (RFC 9110, 9112). */
  private static final Set<Integer> ALLOWED_FAILURES = Set.of(501, 505);

  /** Refusals that are always for something that the request says. */
  private static final Set<Integer> BLAMING = Set.of(400, 413, 415, 417, 422, 431);

  private static final Set<String> TIMES =
      Set.of("deadline", "createdAt", "elapsedAt", "cancelledAt", "skippedAt");

  private static final Pattern RFC_3339 =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z");

  private static final Pattern INSIDES =
      Pattern.compile(
          "Exception|\\tat |JsonReadFeature|REDACTED|dev\\.chime\\.async|org\\.eclipse");

  private static final JsonMapper JSON = new JsonMapper();

  private RawOracle() {}

  /** What is wrong with an answer; nothing if all is well. */
  static List<String> violations(RawResponse response, boolean isHead) {
    List<String> violations = new ArrayList<>();
    int status = response.status();
    if (status >= 500 && !ALLOWED_FAILURES.contains(status)) {
      boolean isBusy = status == 503 && response.headers().containsKey("retry-after");
      if (!isBusy) {
        violations.add("status " + status);
      }
    }
    String type = response.headers().getOrDefault("content-type", "");
    if (type.contains("html")) {
      violations.add("it is HTML");
    }
    if (!response.headers().containsKey("date")) {
      violations.add("there is no Date");
    }
    String text = text(response.body(), violations);
    if (text.contains(RawRequests.SECRET)) {
      violations.add("it repeats the request's headers");
    }
    if (status >= 400 && !isHead) {
      problem(response, type, text, violations);
    } else if (type.contains("json") && !text.isEmpty()) {
      times(json(text, violations), violations);
    }
    return violations;
  }

  private static String text(byte[] body, List<String> violations) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      violations.add("the body is not UTF-8");
      return "";
    }
  }

  private static JsonNode json(String text, List<String> violations) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      violations.add("the body is not JSON");
      return JSON.nullNode();
    }
  }

  private static void problem(
      RawResponse response, String type, String text, List<String> violations) {
    if (!type.startsWith("application/problem+json")) {
      violations.add("it is no problem, but " + type);
      return;
    }
    JsonNode problem = json(text, violations);
    if (problem.path("status").asInt(0) != response.status()) {
      violations.add("the problem is of another status");
    }
    if (problem.path("title").asString("").isBlank()) {
      violations.add("the problem has no title");
    }
    if (BLAMING.contains(response.status())
        && (problem.at("/errors/0/field").asString("").isBlank()
            || problem.at("/errors/0/rule").asString("").isBlank())) {
      violations.add("the problem names no field and rule");
    }
    if (INSIDES.matcher(text).find()) {
      violations.add("it tells of our insides");
    }
  }

  private static void times(JsonNode node, List<String> violations) {
    node.propertyStream()
        .forEach(
            each -> {
              if (TIMES.contains(each.getKey())
                  && each.getValue().isString()
                  && !RFC_3339.matcher(each.getValue().asString("")).matches()) {
                violations.add(each.getKey() + " is no RFC 3339: " + each.getValue());
              }
              if (!each.getKey().equals("payload")) {
                times(each.getValue(), violations);
              }
            });
    if (node.isArray()) {
      node.forEach(each -> times(each, violations));
    }
  }
}
