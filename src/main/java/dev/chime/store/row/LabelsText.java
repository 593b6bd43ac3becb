package dev.chime.store.row;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Converts labels to text and back. In the database they are a JSON object, or null if empty. */
public final class LabelsText {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final TypeReference<Map<String, String>> TYPE = new TypeReference<>() {};

  private LabelsText() {}

  /**
   * Converts labels to text.
   *
   * @return null if there are none
   */
  public static @Nullable String of(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return null;
    }
    JsonStringEncoder escapes = JsonStringEncoder.getInstance(); // a generator costs 600 bytes
    StringBuilder text = new StringBuilder();
    char separator = '{';
    for (Map.Entry<String, String> label : labels.entrySet()) {
      text.append(separator).append('"');
      escapes.quoteAsString(label.getKey(), text);
      text.append("\":\"");
      escapes.quoteAsString(label.getValue(), text);
      text.append('"');
      separator = ',';
    }
    return text.append('}').toString();
  }

  /** Converts a text made by {@link #of} to labels. */
  public static Map<String, String> parse(@Nullable String text) {
    return text == null ? Map.of() : MAPPER.readValue(text, TYPE);
  }
}
