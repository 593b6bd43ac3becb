package dev.chime.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The console comes from the server, whole, and may do nothing that it does not need. */
@ApiTest
class ConsolePageTest {

  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
  private static final Pattern IMPORT = Pattern.compile("(?:^|\\s)from '([^']*)'");

  @LocalServerPort private int port;

  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console"})
  void browsersAreSentToThePage(String path) {
    Response answer = client.get(path, "Accept", "text/html");
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).endsWith("/console/");
  }

  /** All files that the page names, and that these name. */
  private Set<URI> files() {
    Set<URI> found = new HashSet<>();
    ArrayDeque<URI> unread = new ArrayDeque<>();
    unread.add(URI.create("/console/"));
    while (!unread.isEmpty()) {
      URI file = unread.remove();
      if (!found.add(file)) {
        continue;
      }
      Response answer = client.get(file.getPath());
      assertThat(answer.status()).as(file.getPath()).isEqualTo(200);
      Matcher names = (file.getPath().endsWith("/") ? LINK : IMPORT).matcher(answer.body());
      while (names.find()) {
        assertThat(names.group(1))
            .as("a file of this server, named in %s", file)
            .matches("[.a-z].*");
        unread.add(file.resolve(names.group(1)));
      }
    }
    return found;
  }

  @Test
  void thePageHasAllItsFilesFromTheServer() {
    assertThat(files())
        .contains(
            URI.create("/console/app.js"),
            URI.create("/console/pages/schedules.js"),
            URI.create("/console/console.css"),
            URI.create("/webjars/preact/dist/preact.module.js"),
            URI.create("/webjars/uplot/dist/uPlot.esm.js"));
  }

  @Test
  void allThatIsTheConsolesMayLoadAndAskThisServerOnly() {
    for (URI file : files()) {
      if (file.getPath().startsWith("/console/")) {
        Response answer = client.get(file.getPath());
        assertThat(answer.header("Content-Security-Policy"))
            .as(file.getPath())
            .startsWith("default-src 'none'; ")
            .contains("script-src 'self';", "connect-src 'self';", "frame-ancestors 'none'")
            .doesNotContain("unsafe", "http:", "https:", "data:", "*");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
      }
    }
  }

  @Test
  void thePageHasNoScriptOrStyleOfItsOwn() {
    String page = client.get("/console/").body();
    assertThat(page).doesNotContain("<style", "style=", "onload", "onclick");
    assertThat(page.split("<script", -1)).hasSize(2);
    assertThat(page).contains("src=\"app.js\"></script>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/console/nothing.js", "/console/pages/", "/console/pages", "/console/vendor"})
  void whatIsNotThereIsNotFound(String path) {
    assertThat(client.get(path).status()).isEqualTo(404);
  }
}
