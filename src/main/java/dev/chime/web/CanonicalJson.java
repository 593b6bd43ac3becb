package dev.chime.web;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON in a canonical form: equal for equal values, however they are written. After RFC 8785:
 * members are in the order of their names, strings have no needless escapes, and there is no space;
 * but numbers are {@linkplain CanonicalNumber exact}, and not taken for doubles.
 */
final class CanonicalJson {

  /**
   * Whoever has let the text in has checked it against limits. Names are met once and forgotten.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  private CanonicalJson() {}

  /** The form of a JSON text, whose objects have no name twice. */
  static String of(String json) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static String value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> quoted(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> CanonicalNumber.of(parser.getString());
      default -> parser.getString(); // true, false and null
    };
  }

  private static String array(JsonParser parser) {
    StringJoiner values = new StringJoiner(",", "[", "]");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser));
    }
    return values.toString();
  }

  private static String object(JsonParser parser) {
    Map<String, String> members = new TreeMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, value(parser));
    }
    StringJoiner texts = new StringJoiner(",", "{", "}");
    members.forEach((name, value) -> texts.add(quoted(name) + ":" + value));
    return texts.toString();
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
  }
}
