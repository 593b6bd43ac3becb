package dev.chime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Administrators, and nobody else, are told what the server is made of. Maven makes the list. */
@Timeout(60)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "chime.keys[0].name=admin",
      "chime.keys[0].role=admin",
      "chime.keys[0].hash=8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918",
      "chime.keys[1].name=writer",
      "chime.keys[1].role=write",
      "chime.keys[1].hash=b93006774cbdd4b299389a03ac3d88c3a76b460d538795bc12718011a909fba5"
    })
class SbomTest {

  private static final String LIST = "/actuator/sbom/application";

  @LocalServerPort private int port;

  private Response get(String path, String key) {
    return new ApiClient(port).get(path, "Authorization", "Bearer " + key);
  }

  @Test
  void administratorsSeeAllThatTheServerIsMadeOf() {
    Response answer = get(LIST, "admin");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("bomFormat")).isEqualTo("CycloneDX");
    assertThat(
            answer
                .json()
                .required("components")
                .valueStream()
                .map(component -> component.required("name").asString()))
        .contains("spring-web", "jetty-server", "sqlite-jdbc", "postgresql")
        .doesNotContain("assertj-core"); // of the tests
    assertThat(get("/actuator/sbom", "admin").json().required("ids").get(0).asString())
        .isEqualTo("application");
  }

  @Test
  void othersDoNot() {
    assertThat(get(LIST, "writer").status()).isEqualTo(403);
    assertThat(new ApiClient(port).get(LIST).status()).isEqualTo(401);
  }
}
