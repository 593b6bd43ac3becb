package dev.chime.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document in the sources is the one that the server serves. */
@ApiTest
class OpenApiFileTest {

  private static final String COMMAND = "./mvnw test -Dtest=OpenApiFileTest -Dchime.openapi=write";
  private static final Path FILE = Path.of("src/main/openapi/openapi.json");
  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort private int port;

  @Test
  void theFileIsWhatTheServerServes() throws IOException {
    JsonNode served = new ApiClient(port).get("/v3/api-docs").json();
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(served) + "\n";
    if (System.getProperty("chime.openapi", "").equals("write")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, text);
    }
    assertThat(Files.readString(FILE))
        .as("%s is not what the server serves; this writes it: %s", FILE, COMMAND)
        .isEqualToNormalizingNewlines(text);
  }

  @Test
  void allThatThereIsIsDescribed() {
    JsonNode served = new ApiClient(port).get("/v3/api-docs").json();
    assertThat(served.path("openapi").asString()).startsWith("3.1.");
    assertThat(served.path("paths").propertyNames()).allMatch(path -> path.startsWith("/timers"));
    for (JsonNode path : served.path("paths")) {
      for (JsonNode operation : path) {
        assertThat(operation.path("summary").asString("")).as("%s", operation).isNotBlank();
        for (JsonNode parameter : operation.path("parameters")) {
          assertThat(parameter.path("description").asString(""))
              .as("%s of %s", parameter, operation.path("operationId"))
              .isNotBlank();
        }
      }
    }
  }

  @Test
  void thereIsAPageToReadItOn() {
    ApiClient client = new ApiClient(port);
    String page = client.get("/docs").header("Location");
    assertThat(page).isNotNull();
    assertThat(client.get(page).body()).contains("swagger-ui");
    assertThat(client.get("/v3/api-docs/swagger-config").text("url")).isEqualTo("/v3/api-docs");
  }
}
