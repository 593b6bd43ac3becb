package dev.chime.web.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiTest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The API can be read in a browser. */
@ApiTest
class DocsPageTest {

  private static final Pattern FILE = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

  @LocalServerPort private int port;

  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @Test
  void browsersAreSentToThePage() {
    ApiClient.Response answer = client.get("/docs", "Accept", "text/html");
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).endsWith("/docs/");
  }

  @Test
  void thePageHasAllItsFilesFromTheServer() {
    ApiClient.Response page = client.get("/docs/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    Matcher files = FILE.matcher(page.body());
    int count = 0;
    while (files.find()) {
      assertThat(files.group(1)).startsWith("/");
      assertThat(client.get(files.group(1)).status()).as(files.group(1)).isEqualTo(200);
      count++;
    }
    assertThat(count).isGreaterThan(2);
  }

  @Test
  void thePageShowsTheDocument() {
    assertThat(client.get("/docs/initializer.js").body()).contains("url: '/v3/api-docs'");
  }
}
