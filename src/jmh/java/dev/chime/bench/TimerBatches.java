package dev.chime.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Creates timers over HTTP, many at once. */
final class TimerBatches implements AutoCloseable {

  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final int MOST = 1_000;
  private static final int OK = 200;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI batch;

  TimerBatches(BenchServer server) {
    batch = URI.create(server.url() + "/timers/batch");
  }

  /** Their ids, in this order. */
  List<String> create(List<Instant> deadlines) throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>(deadlines.size());
    for (int from = 0; from < deadlines.size(); from += MOST) {
      ids.addAll(send(deadlines.subList(from, Math.min(from + MOST, deadlines.size()))));
    }
    return ids;
  }

  private List<String> send(List<Instant> deadlines) throws IOException, InterruptedException {
    String body =
        deadlines.stream()
            .map(each -> "{\"at\":\"" + each + "\",\"payload\":\"4711\"}")
            .collect(Collectors.joining(",", "[", "]"));
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(batch)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    Matcher id = ID.matcher(response.body());
    List<String> ids = id.results().map(found -> found.group(1)).toList();
    if (response.statusCode() != OK || ids.size() != deadlines.size()) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    return ids;
  }

  @Override
  public void close() {
    client.close();
  }
}
