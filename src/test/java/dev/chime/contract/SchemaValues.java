package dev.chime.contract;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes values that meet a schema of the document. */
final class SchemaValues {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int TRIES = 1_000;
  private static final int MOST_ITEMS = 5;
  private static final List<String> TEXTS =
      List.of("", "a", "reminder", "two words", "ä€𝄞", "line\nline", "\"\\/", "\u0001\u007f");

  private final OpenApiDocument document;
  private final RandomGenerator random;

  SchemaValues(OpenApiDocument document, RandomGenerator random) {
    this.document = document;
    this.random = random;
  }

  /** A value that meets the schema. Rules between fields are met by trying again. */
  JsonNode valid(JsonNode schema) {
    for (int i = 0; i < TRIES; i++) {
      JsonNode value = candidate(schema);
      if (document.errors(schema, value).isEmpty()) {
        return value;
      }
    }
    throw new AssertionError("no value found for " + schema);
  }

  private JsonNode candidate(JsonNode reference) {
    JsonNode schema = document.resolve(reference);
    if (schema.has("enum")) {
      return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
    }
    return switch (schema.path("type").asString("")) {
      case "string" -> JSON.stringNode(text(schema));
      case "integer" ->
          JSON.numberNode(
              random.nextLong(
                  schema.path("minimum").asLong(0), schema.path("maximum").asLong(1_000_000) + 1));
      case "array" -> array(schema);
      case "object" -> object(schema);
      default -> anything(3);
    };
  }

  private String text(JsonNode schema) {
    JsonNode examples = schema.path("examples");
    if (examples.size() > 0 && (random.nextInt(3) == 0 || !schema.has("pattern"))) {
      return schema.path("format").asString("").equals("date-time") && random.nextInt(3) > 0
          ? time()
          : examples.get(random.nextInt(examples.size())).asString();
    }
    if (schema.has("pattern")) {
      return PatternTexts.of(schema.path("pattern").asString(), random);
    }
    int most = schema.path("maxLength").asInt(40);
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    return random.nextInt(20) > 0 ? text : "𝄞".repeat(most);
  }

  private String time() {
    Instant time = Instant.now().plusMillis(random.nextLong(-100_000L, 3_600_000L));
    return time.atOffset(ZoneOffset.ofHours(random.nextInt(-12, 13))).toString();
  }

  private ArrayNode array(JsonNode schema) {
    ArrayNode array = JSON.arrayNode();
    int least = schema.path("minItems").asInt(0);
    int most = Math.min(least + MOST_ITEMS, schema.path("maxItems").asInt(Integer.MAX_VALUE));
    for (int i = random.nextInt(least, most + 1); i > 0; i--) {
      array.add(valid(schema.path("items")));
    }
    return array;
  }

  private ObjectNode object(JsonNode schema) {
    ObjectNode object = JSON.objectNode();
    for (var property : schema.path("properties").properties()) {
      if (random.nextInt(5) < 2) {
        object.set(property.getKey(), candidate(property.getValue()));
      }
    }
    if (schema.path("additionalProperties").isObject()) {
      int most = Math.min(MOST_ITEMS, schema.path("maxProperties").asInt(MOST_ITEMS));
      for (int i = random.nextInt(most + 1); i > 0; i--) {
        object.set(
            PatternTexts.of(schema.at("/propertyNames/pattern").asString(), random),
            candidate(schema.path("additionalProperties")));
      }
    }
    return object;
  }

  /** Any JSON. */
  JsonNode anything(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextLong());
      case 3 -> JSON.numberNode(random.nextDouble() * 1e30);
      case 4, 5 -> JSON.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
      case 6 -> JSON.arrayNode().add(anything(depth - 1)).add(anything(depth - 1));
      default -> JSON.objectNode().set(TEXTS.get(random.nextInt(4)), anything(depth - 1));
    };
  }
}
