package dev.chime.web.docs;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the OpenAPI document. */
@RestController
class OpenApiController {

  private final Resource document = new ClassPathResource("openapi.json");

  /** The document as it is in the sources: the one place where the API is described. */
  @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
  Resource document() {
    return document;
  }
}
