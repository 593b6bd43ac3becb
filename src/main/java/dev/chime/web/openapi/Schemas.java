package dev.chime.web.openapi;

import io.swagger.v3.oas.models.media.JsonSchema;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words that schemas are written in here. Their dialect is JSON Schema 2020-12. */
final class Schemas {

  private Schemas() {}

  static JsonSchema anything(String description) {
    JsonSchema schema = new JsonSchema();
    schema.setDescription(description);
    return schema;
  }

  static JsonSchema string(String description, String... examples) {
    JsonSchema schema = anything(description);
    schema.addType("string");
    if (examples.length > 0) {
      schema.setExamples(List.of((Object[]) examples));
    }
    return schema;
  }

  static JsonSchema matching(String pattern, String description, String... examples) {
    JsonSchema schema = string(description, examples);
    schema.setPattern(pattern);
    return schema;
  }

  static JsonSchema time(String description, String example) {
    JsonSchema schema = string(description, example);
    schema.setFormat("date-time");
    return schema;
  }

  static JsonSchema oneOf(List<String> values, String description) {
    JsonSchema schema = string(description);
    schema.setEnum(List.copyOf(values));
    return schema;
  }

  static JsonSchema integer(long least, String description, long example) {
    JsonSchema schema = anything(description);
    schema.addType("integer");
    schema.setFormat("int64");
    schema.setMinimum(BigDecimal.valueOf(least));
    schema.setExamples(List.of(example));
    return schema;
  }

  static JsonSchema integer(int least, int most, String description, int example) {
    JsonSchema schema = integer(least, description, example);
    schema.setFormat("int32");
    schema.setMaximum(BigDecimal.valueOf(most));
    return schema;
  }

  static JsonSchema list(JsonSchema items, String description) {
    JsonSchema schema = anything(description);
    schema.addType("array");
    schema.setItems(items);
    return schema;
  }

  static JsonSchema list(JsonSchema items, int least, int most, String description) {
    JsonSchema schema = list(items, description);
    schema.setMinItems(least);
    schema.setMaxItems(most);
    return schema;
  }

  /** A schema by its name among the components. */
  static JsonSchema ref(String name) {
    JsonSchema schema = new JsonSchema();
    schema.set$ref("#/components/schemas/" + name);
    return schema;
  }

  /** What no value meets. */
  static JsonSchema nothing() {
    JsonSchema schema = new JsonSchema();
    schema.setBooleanSchemaValue(false);
    return schema;
  }

  /** Objects that have these fields, whatever they are. */
  static JsonSchema having(String... fields) {
    JsonSchema schema = new JsonSchema();
    schema.setRequired(List.of(fields));
    return schema;
  }

  /** Objects whose field has this value. */
  static JsonSchema where(String field, String value) {
    JsonSchema constant = new JsonSchema();
    constant.setConst(value);
    JsonSchema schema = having(field);
    schema.addProperty(field, constant);
    return schema;
  }

  /** Adds that objects have none of these fields. */
  static JsonSchema without(JsonSchema schema, String... fields) {
    for (String field : fields) {
      schema.addProperty(field, nothing());
    }
    return schema;
  }

  /** An object's fields, in order. */
  static final class Fields {

    private final Map<String, JsonSchema> fields = new LinkedHashMap<>();

    Fields with(String name, JsonSchema schema) {
      fields.put(name, schema);
      return this;
    }

    JsonSchema object(String description, String... required) {
      JsonSchema schema = anything(description);
      schema.addType("object");
      fields.forEach(schema::addProperty);
      schema.setRequired(required.length == 0 ? null : List.of(required));
      return schema;
    }
  }
}
