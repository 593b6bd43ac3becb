package dev.chime.web.openapi;

import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import java.util.Map;

/** Bodies: a type, a schema, examples. */
final class Contents {

  private Contents() {}

  static Content of(String type, JsonSchema schema, Map<String, Example> examples) {
    return new Content().addMediaType(type, new MediaType().schema(schema).examples(examples));
  }
}
