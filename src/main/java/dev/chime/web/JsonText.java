package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.text.WellFormedText;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A JSON value that is kept as text, so that every number keeps its digits.
 *
 * @param text one JSON value, without insignificant space
 */
@JsonDeserialize(using = JsonText.Reader.class)
public record JsonText(@JsonValue @JsonRawValue String text) {

  /**
   * Returns the text.
   *
   * @param maxBytes the most bytes in UTF-8
   * @throws InvalidRequestException if it is longer, or is not well-formed Unicode
   */
  String checked(int maxBytes) {
    WellFormedText.check("payload", text);
    if (text.length() > maxBytes || text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      throw new InvalidRequestException(
          HttpStatus.CONTENT_TOO_LARGE,
          "payload",
          "must be at most " + maxBytes + " bytes of JSON");
    }
    return text;
  }

  static final class Reader extends ValueDeserializer<JsonText> {

    @Override
    public JsonText deserialize(JsonParser parser, DeserializationContext context) {
      StringWriter text = new StringWriter();
      try (JsonGenerator generator =
          context.tokenStreamFactory().createGenerator(ObjectWriteContext.empty(), text)) {
        int depth = 0;
        do {
          depth += depthChange(parser.currentToken());
          copy(parser, generator);
        } while (depth > 0 && parser.nextToken() != null);
      }
      return new JsonText(text.toString());
    }

    private static int depthChange(JsonToken token) {
      return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }

    private static void copy(JsonParser parser, JsonGenerator generator) {
      if (parser.currentToken().isNumeric()) {
        generator.writeNumber(parser.getString()); // with its digits as they were sent
      } else {
        generator.copyCurrentEvent(parser);
      }
    }

    @Override
    public JsonText getNullValue(DeserializationContext context) {
      return new JsonText("null"); // an explicit null is a payload
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
      return null;
    }
  }
}
