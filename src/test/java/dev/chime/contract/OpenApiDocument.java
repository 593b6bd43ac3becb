package dev.chime.contract;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document in the sources, to look things up in. Thread-safe. */
final class OpenApiDocument {

  /** The document. */
  static final OpenApiDocument SOURCE =
      new OpenApiDocument(new JsonMapper().readTree(Path.of("src/main/resources/openapi.json")));

  /**
   * Something that can be asked for.
   *
   * @param method how
   * @param path where, with its parameters in braces
   * @param definition what the document says of it
   */
  record Operation(String method, String path, JsonNode definition) {

    String id() {
      return definition.path("operationId").asString();
    }

    /** Whether requests may have parameters or a body, in which much can be wrong. */
    boolean hasInput() {
      return definition.has("parameters") || definition.has("requestBody");
    }
  }

  private final JsonNode root;
  private final List<Operation> operations;
  private final ObjectNode closedComponents;
  private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  OpenApiDocument(JsonNode root) {
    this.root = root;
    this.operations =
        root.required("paths").propertyStream().flatMap(OpenApiDocument::operations).toList();
    this.closedComponents = (ObjectNode) root.required("components").deepCopy();
    close(closedComponents.required("schemas"));
  }

  /**
   * Lets objects have no fields but those that are described. Clients have to put up with others,
   * since some may come; here they would be fields that nobody described.
   */
  private static void close(JsonNode schemas) {
    for (JsonNode schema : schemas) {
      if (schema.has("properties") && !schema.has("additionalProperties")) {
        ((ObjectNode) schema).put("additionalProperties", false);
      }
    }
  }

  /** All operations, in order. */
  List<Operation> operations() {
    return operations;
  }

  private static Stream<Operation> operations(Map.Entry<String, JsonNode> path) {
    return path.getValue()
        .propertyStream()
        .map(
            each ->
                new Operation(
                    each.getKey().toUpperCase(Locale.ROOT), path.getKey(), each.getValue()));
  }

  /** The operation that such a request is for. A path that is named in full is no other one. */
  Optional<Operation> operation(String method, String path) {
    String asked = method.equals("HEAD") ? "GET" : method;
    boolean isNamed = operations.stream().anyMatch(each -> each.path().equals(path));
    return operations.stream()
        .filter(each -> each.method().equals(asked))
        .filter(each -> isNamed ? each.path().equals(path) : matches(each.path(), path))
        .findFirst();
  }

  /** Whether any operation has this path. */
  boolean hasPath(String path) {
    return operations.stream().anyMatch(each -> matches(each.path(), path));
  }

  private static boolean matches(String template, String path) {
    String[] expected = template.split("/", -1);
    String[] actual = path.split("/", -1);
    if (expected.length != actual.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      boolean any = expected[i].startsWith("{") && !actual[i].isEmpty();
      if (!any && !expected[i].equals(actual[i])) {
        return false;
      }
    }
    return true;
  }

  /** What is meant where there may be a reference. */
  JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : root.at(reference.substring(1));
  }

  /** What is wrong with a value by a schema of the document. */
  List<String> errors(JsonNode schema, JsonNode value) {
    try {
      return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
          .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
          .toList();
    } catch (JsonNodeException e) { // the library cannot compare such a large number
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private Schema compile(JsonNode schema) {
    ObjectNode whole = ((ObjectNode) schema).deepCopy();
    whole.set("components", closedComponents);
    return registry.getSchema(whole);
  }
}
