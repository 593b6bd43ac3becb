package dev.chime.contract;

import dev.chime.contract.FuzzRequest.Pair;
import dev.chime.contract.OpenApiDocument.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** Makes up requests that the document allows, about what there is, mostly. */
final class RequestGenerator {

  private static final int MOST_IDS = 50;
  private static final Set<String> DOTS = Set.of(".", "..");

  private final OpenApiDocument document;
  private final RandomGenerator random;
  private final SchemaValues values;
  private final List<String> ids = new ArrayList<>();
  private final List<String> deliveries = new ArrayList<>();

  RequestGenerator(OpenApiDocument document, RandomGenerator random) {
    this.document = document;
    this.random = random;
    this.values = new SchemaValues(document, random);
  }

  /** There is a timer of this id. */
  void exists(String id) {
    add(ids, id);
  }

  /** There is a delivery of this id. */
  void deliveryExists(String id) {
    add(deliveries, id);
  }

  private void add(List<String> known, String id) {
    if (known.size() == MOST_IDS) {
      known.set(random.nextInt(MOST_IDS), id);
    } else {
      known.add(id);
    }
  }

  /** A valid request for this operation. */
  FuzzRequest valid(Operation operation) {
    FuzzRequest request = new FuzzRequest(operation);
    for (JsonNode parameter : operation.definition().path("parameters")) {
      add(request, document.resolve(parameter));
    }
    JsonNode contents = operation.definition().at("/requestBody/content");
    if (!contents.isMissingNode()) {
      String type = contents.propertyNames().stream().toList().get(random.nextInt(contents.size()));
      request.headers.add(new Pair("Content-Type", type));
      request.body = body(type, contents).getBytes(StandardCharsets.UTF_8);
    }
    return request;
  }

  private String body(String type, JsonNode contents) {
    if (type.equals("application/json")) {
      return values.valid(contents.path(type).path("schema")).toString();
    }
    StringBuilder lines = new StringBuilder(); // what the array may have, one a line
    for (JsonNode item : values.valid(contents.at("/application~1json/schema"))) {
      lines.append(item).append('\n');
    }
    return lines.toString();
  }

  private void add(FuzzRequest request, JsonNode parameter) {
    String name = parameter.path("name").asString();
    boolean needed = parameter.path("required").asBoolean(false);
    if (!needed && random.nextInt(3) > 0) {
      return;
    }
    JsonNode value = values.valid(parameter.path("schema"));
    switch (parameter.path("in").asString()) {
      case "path" -> request.id = inPath(request, parameter, value.asString());
      case "header" -> request.headers.add(new Pair(name, value.asString()));
      default -> {
        for (JsonNode each : value.isArray() ? value : List.of(value)) {
          String text = each.isString() ? each.asString() : each.toString();
          request.query.add(new Pair(name, name.equals("id") ? id(ids, text, 5) : text));
        }
      }
    }
  }

  private String inPath(FuzzRequest request, JsonNode parameter, String other) {
    boolean isOfFew = // so that they are met again
        parameter.path("name").asString().equals("name")
            || request.operation.path().startsWith("/schedules/");
    if (isOfFew) {
      return id(List.of(parameter.at("/schema/examples/0").asString()), other, 5);
    }
    boolean isDelivery = request.operation.path().startsWith("/deliveries/");
    return id(isDelivery ? deliveries : ids, other, request.method.equals("PUT") ? 2 : 5);
  }

  /**
   * That of something that there is, but for one in so many. Dots alone would mean another path
   * than this one.
   */
  private String id(List<String> known, String other, int oneIn) {
    if (known.isEmpty() || random.nextInt(oneIn) == 0) {
      return DOTS.contains(other) ? "dots" : other;
    }
    return known.get(random.nextInt(known.size()));
  }
}
