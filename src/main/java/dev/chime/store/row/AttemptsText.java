package dev.chime.store.row;

import dev.chime.delivery.Attempt;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts attempts to text and back: a JSON object on each line. They are in the row of their
 * delivery, which is written at the end of each attempt anyway; rows of their own would double what
 * a delivery costs that succeeds at once. SQL adds a line without reading the others.
 */
public final class AttemptsText {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final TypeReference<Map<String, Object>> TYPE = new TypeReference<>() {};

  private AttemptsText() {}

  /** The line of an attempt; null stays null. */
  public static @Nullable String line(@Nullable Attempt attempt) {
    if (attempt == null) {
      return null;
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberProperty("number", attempt.number());
      json.writeNumberProperty("at", attempt.at().toEpochMilli());
      json.writeNumberProperty("took", attempt.took().toMillis());
      if (attempt.status() != null) {
        json.writeNumberProperty("status", attempt.status());
      }
      if (attempt.answer() != null) {
        json.writeStringProperty("answer", attempt.answer());
      }
      if (attempt.error() != null) {
        json.writeStringProperty("error", attempt.error());
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  /** The attempts of these lines; none if there are none. */
  static List<Attempt> parse(@Nullable String lines) {
    return lines == null ? List.of() : lines.lines().map(AttemptsText::attempt).toList();
  }

  private static Attempt attempt(String line) {
    Map<String, Object> fields = MAPPER.readValue(line, TYPE);
    return new Attempt(
        (int) number(fields, "number"),
        Instant.ofEpochMilli(number(fields, "at")),
        Duration.ofMillis(number(fields, "took")),
        fields.containsKey("status") ? (Integer) (int) number(fields, "status") : null,
        (String) fields.get("answer"),
        (String) fields.get("error"));
  }

  private static long number(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
