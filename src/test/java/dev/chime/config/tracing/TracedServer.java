package dev.chime.config.tracing;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.chime.harness.ApiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tests of traces: a receiver whose first answer to each path is a failure. */
abstract class TracedServer {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  static final String SAMPLED = "00-" + TRACE + "-00f067aa0ba902b7-01";
  static final String UNSAMPLED = "00-" + TRACE + "-00f067aa0ba902b7-00";

  /** The {@code traceparent} of each call; an empty text for none. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  @LocalServerPort int port;

  private HttpServer receiver;

  @BeforeEach
  void receive() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          @Nullable String sent = exchange.getRequestHeaders().getFirst("traceparent");
          calls.add(sent == null ? "" : sent);
          exchange.sendResponseHeaders(calls.size() == 1 ? 503 : 204, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  ApiClient api() {
    return new ApiClient(port);
  }

  void putEndpoint(String name) {
    String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/" + name;
    api()
        .send(
            "PUT",
            "/endpoints/" + name,
            "{\"url\":\"" + url + "\",\"retry\":{\"delays\":[\"1s\"]}}");
  }

  void awaitCalls(int count) {
    await().atMost(PATIENCE).until(() -> calls.size() >= count);
  }
}
