package dev.chime.web.docs;

import java.io.IOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the OpenAPI document. */
@RestController
class OpenApiController {

  private final ClassPathResource document = new ClassPathResource("openapi.json");

  /**
   * The document as it is in the sources, the only description of the API. It is returned as bytes:
   * for a resource, Spring would serve ranges, and refuse invalid ranges without an explanation.
   */
  @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] document() throws IOException {
    return document.getContentAsByteArray();
  }
}
