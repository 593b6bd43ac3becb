package com.example.chime.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of Chime over the JDK's HTTP client, with Jackson for JSON. Thread-safe. Its methods
 * block; an interrupt ends them.
 */
public final class Chime implements AutoCloseable {

  /** How long one request waits: less than proxies allow. */
  static final Duration WAIT = Duration.ofSeconds(20);

  private static final JsonMapper JSON = new JsonMapper();

  private final Requests requests;

  /**
   * A client of the server at this address.
   *
   * @param url such as {@code http://localhost:8080}
   * @param key an API key; empty if there are none
   */
  public Chime(String url, String key) {
    requests = new Requests(url, key);
  }

  /**
   * Creates a timer, once, however often the request has to be repeated.
   *
   * @param timer such as {@code Map.of("delay", "15m", "payload", 42)}
   * @param idempotencyKey a text of its own for each timer; the same one for the same timer
   */
  public JsonNode create(Object timer, String idempotencyKey)
      throws IOException, InterruptedException {
    return json(
        new Request("POST", "/timers", timer).with("Idempotency-Key", idempotencyKey),
        Requests.PATIENCE);
  }

  /** Creates a timer under an id of yours, which is as good as a key. */
  public JsonNode put(String id, Object timer) throws IOException, InterruptedException {
    return json(new Request("PUT", "/timers/" + encode(id), timer), Requests.PATIENCE);
  }

  /** Cancels a timer; it, with the outcome that it has: ELAPSED, if that came first. */
  public JsonNode cancel(String id) throws IOException, InterruptedException {
    return json(new Request("DELETE", "/timers/" + encode(id), null), Requests.PATIENCE);
  }

  /** The timer when it has its outcome, however long that takes and whatever breaks meanwhile. */
  public JsonNode await(String id) throws IOException, InterruptedException {
    String path = "/timers/" + encode(id) + "?wait=" + WAIT.toSeconds() + "s";
    while (true) {
      JsonNode timer = json(new Request("GET", path, null), Requests.FOR_EVER);
      if (!timer.required("state").asString().equals("PENDING")) {
        return timer;
      }
    }
  }

  /**
   * Follows what becomes of timers.
   *
   * @param label such as {@code team:blue}; empty for all timers
   * @param lastId the id of the last event that was dealt with, to go on after it; or empty
   */
  public EventStream events(String label, String lastId) {
    return new EventStream(requests, label, lastId);
  }

  /** Somebody who takes work from a queue. */
  public Worker worker(String queue) {
    return new Worker(this, queue);
  }

  /** Sends a request; the JSON that it is answered with. */
  JsonNode json(Request request, Duration patience) throws IOException, InterruptedException {
    return requests.send(request, patience, Chime::read);
  }

  private static JsonNode read(InputStream body) throws IOException {
    try (body) {
      return JSON.readTree(body.readAllBytes());
    }
  }

  /** The text in a path or a query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    requests.close();
  }

  /** A request, which can be sent more than once. */
  record Request(String method, String path, Object body, Map<String, String> headers) {

    Request(String method, String path, Object body) {
      this(method, path, body, Map.of());
    }

    Request with(String name, String value) {
      return new Request(method, path, body, Map.of(name, value));
    }

    /** The body as JSON; empty if there is none. */
    byte[] json() {
      return body == null ? new byte[0] : JSON.writeValueAsBytes(body);
    }
  }
}
