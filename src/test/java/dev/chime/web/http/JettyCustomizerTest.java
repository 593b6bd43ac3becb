package dev.chime.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.web.RawAnswer;
import dev.chime.web.RawHttp;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import tools.jackson.databind.json.JsonMapper;

/** Whatever fails in a server that is set up so, and however, there is no page of Jetty's. */
class JettyCustomizerTest {

  /** Fails in as many ways as a servlet can. */
  private static final class Failing extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      String how = request.getParameter("how");
      switch (how == null ? "" : how) {
        case "runtime" -> throw new IllegalStateException("<b>inside</b>");
        case "servlet" -> throw new ServletException(new IllegalStateException("<b>inside</b>"));
        case "io" -> throw new IOException("<b>inside</b>");
        case "error" -> throw new AssertionError("<b>inside</b>");
        case "half" -> {
          response.setContentType("text/html");
          response.getWriter().print("<html>");
          throw new IllegalStateException("<b>inside</b>");
        }
        default -> response.sendError(Integer.parseInt(request.getParameter("status")), "<b>x</b>");
      }
    }
  }

  private @Nullable WebServer server;

  @BeforeEach
  void start() {
    JettyServletWebServerFactory factory = new JettyServletWebServerFactory(0);
    HttpLimits limits = new HttpLimits(100, Duration.ofSeconds(10), Duration.ofSeconds(10), 1_000);
    new JettyCustomizer(new JsonMapper(), limits).customize(factory);
    server =
        factory.getWebServer(
            context -> context.addServlet("failing", new Failing()).addMapping("/"));
    server.start();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop();
    }
  }

  private RawAnswer ask(String method, String query) throws IOException {
    return RawHttp.exchange(
        server == null ? 0 : server.getPort(),
        method + " /x?" + query + " HTTP/1.1",
        "Accept: text/html",
        "Accept-Charset: bogus");
  }

  private static void assertPlain(RawAnswer answer, int status) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("instance").asString()).isEqualTo("/x");
    assertThat(answer.body()).doesNotContain("inside", "<", "Exception", "\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runtime", "servlet", "io", "error", "half"})
  void aFailureOfOursSaysNothingOfUs(String how) throws IOException {
    assertPlain(ask("GET", "how=" + how), 500);
    assertPlain(ask("PUT", "how=" + how), 500);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 406, 413, 415, 416, 499, 500, 501, 503})
  void aStatusIsAProblem(int status) throws IOException {
    RawAnswer answer = ask("GET", "status=" + status);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body()).doesNotContain("html");
  }

  @Test
  void headGetsNoBody() throws IOException {
    RawAnswer answer = ask("HEAD", "how=runtime");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).isEmpty();
  }

  /** With Jetty's default, each connection that is used again would take 98 KB more. */
  @Test
  void keepsNoCacheOfHeadersForEachConnection() {
    Server jetty = ((JettyWebServer) Objects.requireNonNull(server)).getServer();
    assertThat(jetty.getConnectors())
        .extracting(each -> each.getConnectionFactory(HttpConnectionFactory.class))
        .isNotEmpty()
        .allSatisfy(http -> assertThat(http.getHttpConfiguration().getHeaderCacheSize()).isZero());
  }
}
