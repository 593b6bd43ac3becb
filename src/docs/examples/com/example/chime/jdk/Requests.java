package com.example.chime.jdk;

import com.example.chime.jdk.Chime.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends requests, and repeats them until they are answered. All requests of this client can be
 * repeated without harm.
 */
final class Requests implements AutoCloseable {

  /** How long most requests are repeated. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** How long an answer may take to begin, the wait included. */
  private static final Duration ANSWER = Chime.WAIT.plusSeconds(10);

  /** Of a proxy, or of a server that is on its way up or down. */
  private static final Set<Integer> PASSING = Set.of(502, 503, 504);

  /** Makes something of the body of an answer. */
  interface Reader<T> {
    T read(InputStream body) throws IOException;
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String key;

  Requests(String url, String key) {
    this.url = url;
    this.key = key;
  }

  <T> T send(Request request, Duration patience, Reader<T> reader)
      throws IOException, InterruptedException {
    HttpRequest message = message(request);
    long start = System.nanoTime();
    for (int attempt = 0; ; attempt++) {
      Duration pause = backoff(attempt);
      IOException failure;
      try {
        HttpResponse<InputStream> answer = http.send(message, BodyHandlers.ofInputStream());
        if (answer.statusCode() < 300) {
          return reader.read(answer.body());
        }
        Duration asked = retryAfter(answer);
        failure = new ChimeException(answer.statusCode(), text(answer));
        if (asked.isZero() && !PASSING.contains(answer.statusCode())) {
          throw failure;
        }
        pause = asked.isZero() ? pause : asked;
      } catch (ChimeException e) {
        throw e;
      } catch (IOException e) { // the connection, or there was no answer in time
        failure = e;
      }
      if (Duration.ofNanos(System.nanoTime() - start).plus(pause).compareTo(patience) > 0) {
        throw failure;
      }
      Thread.sleep(pause);
    }
  }

  private HttpRequest message(Request request) {
    HttpRequest.Builder message =
        HttpRequest.newBuilder(URI.create(url + request.path()))
            .method(request.method(), BodyPublishers.ofByteArray(request.json()))
            .timeout(ANSWER);
    if (request.body() != null) {
      message.header("Content-Type", "application/json");
    }
    if (!key.isEmpty()) {
      message.header("Authorization", "Bearer " + key);
    }
    request.headers().forEach(message::header);
    return message.build();
  }

  private static String text(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream body = answer.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Duration backoff(int attempt) {
    long most = Math.min(10_000, 200L << Math.min(attempt, 10));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most));
  }

  /** How long the server asks to wait, and a little more, so that a crowd does not come at once. */
  private static Duration retryAfter(HttpResponse<?> answer) {
    String seconds = answer.headers().firstValue("Retry-After").orElse("");
    return seconds.matches("\\d{1,9}")
        ? Duration.ofMillis(
            (long) (Long.parseLong(seconds) * ThreadLocalRandom.current().nextDouble(1000, 1200)))
        : Duration.ZERO;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
