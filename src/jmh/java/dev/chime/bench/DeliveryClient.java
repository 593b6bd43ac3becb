package dev.chime.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Makes endpoints and timers with deliveries. Thread-safe. */
final class DeliveryClient implements AutoCloseable {

  static final int IN_FLIGHT = 256;

  private static final int BATCH = 1_000;
  private static final int OK = 200;
  private static final int CREATED = 201;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  DeliveryClient(BenchServer server) {
    url = server.url();
  }

  /** Makes an endpoint whose receiver is on this machine. */
  void endpoint(String name, int port, String timeout) throws IOException, InterruptedException {
    String body =
        "{\"url\":\"http://127.0.0.1:%d/hook\",\"maxInFlight\":%d,\"timeout\":\"%s\"}"
            .formatted(port, IN_FLIGHT, timeout);
    check(send("PUT", "/endpoints/" + name, body), CREATED);
  }

  /** Creates timers with these deadlines, which are delivered there. */
  void create(List<Instant> deadlines, String deliver) throws IOException, InterruptedException {
    for (int from = 0; from < deadlines.size(); from += BATCH) {
      String body =
          deadlines.subList(from, Math.min(from + BATCH, deadlines.size())).stream()
              .map(each -> "{\"at\":\"" + each + "\",\"payload\":42,\"deliver\":" + deliver + "}")
              .collect(Collectors.joining(",", "[", "]"));
      HttpResponse<String> response = send("POST", "/timers/batch", body);
      check(response, OK);
      if (response.body().contains("\"problem\"")) {
        throw new IllegalStateException(response.body());
      }
    }
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static void check(HttpResponse<String> response, int status) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
