package dev.chime.upgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server of any version on this machine. Its answers are not checked against the contract, which
 * is that of this version.
 *
 * @param port where it listens
 */
record Node(int port) {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final JsonMapper JSON = new JsonMapper();

  /** Makes a call that must be answered well; the answer. */
  JsonNode call(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new AssertionError(method + " " + path + ": " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  JsonNode get(String path) {
    return call("GET", path, "");
  }

  /** Creates a timer under this id. */
  void put(String id, String body) {
    call("PUT", "/timers/" + id, body);
  }

  /** The state of a timer after a wait for its outcome, of 30 s at most. */
  String outcome(String id) {
    return get("/timers/" + id + "?wait=30s").required("state").asString();
  }

  /** Claims one delivery from a queue, waits for it, and acknowledges it; its timer. */
  JsonNode takeOne(String queue) {
    JsonNode claimed = call("POST", "/queues/" + queue + "/claim?max=1&wait=30s", "");
    JsonNode delivery = claimed.required("deliveries").required(0);
    call(
        "POST",
        "/deliveries/" + delivery.required("id").asString() + "/ack",
        "{\"token\": \"" + delivery.required("token").asString() + "\"}");
    return delivery.required("timer");
  }
}
