package dev.chime.contract;

import dev.chime.contract.FuzzRequest.Pair;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Breaks requests. */
final class Mutations {

  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> ODD =
      List.of(
          "", " ", "-1", "0x10", "null", "a".repeat(300), "ä€𝄞", "\u0000", "%", "1e9", "*", "\"");
  private static final List<Pair> ODD_HEADERS =
      List.of(
          new Pair("Accept", "text/html"),
          new Pair("Accept", "nonsense"),
          new Pair("Accept", "*/*;q=0"),
          new Pair("Content-Type", "text/plain"),
          new Pair("Content-Type", "application/json;charset=utf-16"),
          new Pair("Content-Type", "nonsense"),
          new Pair("Content-Encoding", "gzip"),
          new Pair("Authorization", "Basic eDp5"),
          new Pair("Authorization", "Bearer"),
          new Pair("If-Match", "nonsense"),
          new Pair("If-None-Match", "\"unclosed"),
          new Pair("If-Modified-Since", "yesterday"),
          new Pair("Range", "bytes=5-1"),
          new Pair("Last-Event-ID", "ffffffffffffffff-0"),
          new Pair("Last-Event-ID", "0-0"),
          new Pair("Prefer", "wait=-1"),
          new Pair("Prefer", "wait=0, wait=9, respond-async; wait"),
          new Pair("Idempotency-Key", ""),
          new Pair("X-HTTP-Method-Override", "TRACE"),
          new Pair("Cookie", "a=\"b"),
          new Pair("X-Odd", "a".repeat(9_000)));

  private final OpenApiDocument document;
  private final RandomGenerator random;
  private final SchemaValues values;

  Mutations(OpenApiDocument document, RandomGenerator random) {
    this.document = document;
    this.random = random;
    this.values = new SchemaValues(document, random);
  }

  /** Breaks something of this request. */
  void mutate(FuzzRequest request) {
    switch (random.nextInt(request.body == null ? 5 : 12)) {
      case 0 -> {
        request.mutations.add("odd id");
        request.id = odd();
      }
      case 1 -> {
        request.mutations.add("odd parameters");
        request.query.replaceAll(each -> new Pair(each.name(), odd()));
        request.query.add(new Pair(random.nextBoolean() ? "wait" : "label", odd()));
      }
      case 2 -> {
        request.mutations.add("odd query");
        List<String> odd = List.of("&=", "&a=%FF", "&wait=%C3", "&%00", "&label", "&state=,");
        request.rawQuery = odd.get(random.nextInt(odd.size()));
      }
      case 3 -> {
        Pair header = ODD_HEADERS.get(random.nextInt(ODD_HEADERS.size()));
        request.mutations.add("odd header");
        request.headers.removeIf(each -> each.name().equals(header.name()));
        request.headers.add(header);
      }
      case 4 -> {
        request.mutations.add("another method");
        List<String> methods = List.of("HEAD", "POST", "PUT", "PATCH", "DELETE", "NONSENSE");
        request.method = methods.get(random.nextInt(methods.size()));
      }
      case 5, 6 -> bytes(request);
      default -> fields(request);
    }
  }

  private String odd() {
    return ODD.get(random.nextInt(ODD.size()));
  }

  /** Breaks the body's text. */
  private void bytes(FuzzRequest request) {
    byte[] body = request.body == null ? new byte[0] : request.body;
    String text = new String(body, StandardCharsets.UTF_8);
    boolean isSingle = text.startsWith("{");
    request.mutations.add("odd bytes");
    switch (random.nextInt(6)) {
      case 0 -> request.body = Arrays.copyOf(body, random.nextInt(body.length));
      case 1 -> {
        request.body = body.clone();
        request.body[random.nextInt(body.length)] = (byte) random.nextInt(128, 256);
      }
      case 2 -> request.body = text.getBytes(StandardCharsets.UTF_16);
      case 3 -> {
        request.mustBeRefused = isSingle;
        request.body = bytes(text.replaceFirst("\\{", "{\"delay\":\"1s\",\"delay\":\"1s\","));
      }
      case 4 -> {
        int depth = random.nextInt(200, 20_000);
        request.mustBeRefused = isSingle;
        request.body =
            bytes("{\"delay\":\"1s\",\"payload\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
      }
      default -> {
        request.mustBeRefused = isSingle;
        request.body =
            bytes(
                "{\"delay\":\"1s\",\"payload\":\""
                    + "a".repeat(random.nextInt(65_535, 200_000))
                    + "\"}");
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Breaks the body's fields. It is to be refused if its schema says so. */
  private void fields(FuzzRequest request) {
    request.mutations.add("odd fields");
    if (!(read(request) instanceof ObjectNode object)) {
      request.body = bytes(values.anything(2).toString());
      return;
    }
    List<String> names = List.copyOf(object.propertyNames());
    String name = names.isEmpty() ? "delay" : names.get(random.nextInt(names.size()));
    switch (random.nextInt(6)) {
      case 0 -> object.remove(name);
      case 1 -> object.put("unknown" + random.nextInt(9), 1);
      case 2 -> object.put(name, odd());
      case 3 -> object.put("delay", "1s").put("at", "2030-01-31T12:00:30Z");
      case 4 -> {
        ObjectNode labels = object.putObject("labels");
        for (int i = 0; i < 33; i++) {
          labels.put("label" + i, "a".repeat(random.nextInt(300)));
        }
      }
      default -> object.set(name, values.anything(2));
    }
    request.body = bytes(object.toString());
    object
        .propertyStream()
        .filter(each -> each.getValue().isNull() && !each.getKey().equals("payload"))
        .map(each -> each.getKey())
        .toList()
        .forEach(object::remove); // a null is as good as nothing, which the document need not say
    JsonNode schema =
        request.operation.definition().at("/requestBody/content/application~1json/schema");
    request.mustBeRefused = !document.errors(schema, object).isEmpty();
  }

  private static JsonNode read(FuzzRequest request) {
    try {
      return JSON.readTree(request.body);
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.missingNode(); // lines, not one value
    }
  }
}
