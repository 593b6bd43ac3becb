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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes endpoints and timers with deliveries, and works as a worker does. Thread-safe. */
final class DeliveryClient implements AutoCloseable {

  private static final int BATCH = 1_000;
  private static final int OK = 200;
  private static final int CREATED = 201;

  /** The id and the token of each delivery in the answer to a claim. */
  private static final Pattern LEASE =
      Pattern.compile("\"id\":\"([^\"]+)\",\"token\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  DeliveryClient(BenchServer server) {
    url = server.url();
  }

  /** Makes an endpoint whose receiver is on this machine. */
  void endpoint(String name, int port) throws IOException, InterruptedException {
    String body = "{\"url\":\"http://127.0.0.1:%d/hook\",\"maxInFlight\":256}".formatted(port);
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

  /** Claims up to a hundred, waits for a second at most, and acks them. Returns their number. */
  int claimAndAck(String queue) throws IOException, InterruptedException {
    HttpResponse<String> claimed = send("POST", "/queues/" + queue + "/claim?max=100&wait=1s", "");
    check(claimed, OK);
    List<MatchResult> leases = LEASE.matcher(claimed.body()).results().toList();
    if (!leases.isEmpty()) {
      String acks =
          leases.stream()
              .map(each -> "{\"id\":\"" + each.group(1) + "\",\"token\":\"" + each.group(2) + "\"}")
              .collect(Collectors.joining(",", "{\"acks\":[", "]}"));
      check(send("POST", "/deliveries/ack", acks), OK);
    }
    return leases.size();
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
