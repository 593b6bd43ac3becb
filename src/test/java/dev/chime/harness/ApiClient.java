package dev.chime.harness;

import dev.chime.contract.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client of a server on this machine, over real HTTP, that checks every answer against the {@link
 * Contract}. Thread-safe.
 */
public final class ApiClient {

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /**
   * What the server answered.
   *
   * @param http status and headers
   * @param body the body, as text
   */
  public record Response(HttpResponse<?> http, String body) {

    /** The status. */
    public int status() {
      return http.statusCode();
    }

    /** The header's value; null if it is not there. */
    public @Nullable String header(String name) {
      return http.headers().firstValue(name).orElse(null);
    }

    /** The body, read as JSON. */
    public JsonNode json() {
      return Contract.JSON.readTree(body);
    }

    /** The timer without what may change when it has its outcome. */
    public String outcome() {
      ObjectNode timer = (ObjectNode) json();
      timer.remove("latenessMs"); // by a crash
      timer.remove("delivery");
      return timer.toString();
    }

    /** The text in this field of the body. */
    public String text(String field) {
      return json().required(field).asString();
    }
  }

  private final int port;

  private final @Nullable Duration patience;

  /** A client of the server on this port. */
  public ApiClient(int port) {
    this.port = port;
    patience = null;
  }

  /** A client of this server. */
  public static ApiClient of(ApplicationContext server) {
    return new ApiClient(portOf(server));
  }

  /** The port that this server listens on. */
  public static int portOf(ApplicationContext server) {
    return server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /** A client that gives a request up after so long. */
  public ApiClient(int port, Duration patience) {
    this.port = port;
    this.patience = patience;
  }

  /** Posts a timer. */
  public Response post(String body, String... headers) {
    return send("POST", "/timers", body, headers);
  }

  /** Posts a timer that must be accepted; its id. */
  public String create(String body) {
    Response answer = post(body);
    if (answer.status() != 201) {
      throw new AssertionError("not created: " + answer);
    }
    return answer.text("id");
  }

  /** Puts a timer of this id. */
  public Response put(String id, String body, String... headers) {
    return send("PUT", "/timers/" + id, body, headers);
  }

  /** Changes a timer. */
  public Response patch(String id, String body, String... headers) {
    return send("PATCH", "/timers/" + id, body, headers);
  }

  /** Gets what is at this path. */
  public Response get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  /** Gets what is at this path, later. */
  public CompletableFuture<Response> getAsync(String path, String... headers) {
    return sendAsync("GET", path, BodyPublishers.noBody(), headers);
  }

  /** Cancels a timer. */
  public Response delete(String id, String... headers) {
    return send("DELETE", "/timers/" + id, BodyPublishers.noBody(), headers);
  }

  /** Cancels all pending timers: tests of one server leave none behind for the others. */
  public void cancelAll() {
    String cursor = "";
    do {
      Response page = get("/timers?state=PENDING&limit=1000" + cursor);
      page.json().required("timers").forEach(timer -> delete(timer.required("id").asString()));
      cursor = page.json().has("next") ? "&cursor=" + page.text("next") : null;
    } while (cursor != null);
  }

  /** Sends a request with a body, as JSON unless the headers say otherwise. */
  public Response send(String method, String path, String body, String... headers) {
    return send(
        method,
        path,
        BodyPublishers.ofString(body),
        String.join(" ", headers).contains("Content-Type")
            ? headers
            : with(headers, "Content-Type", "application/json"));
  }

  /** Sends any request. */
  public Response send(String method, String path, BodyPublisher body, String... headers) {
    try {
      return checked(
          path, HTTP.send(request(method, path, body, headers), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Sends any request; its answer, later. */
  public CompletableFuture<Response> sendAsync(
      String method, String path, BodyPublisher body, String... headers) {
    return HTTP.sendAsync(request(method, path, body, headers), BodyHandlers.ofString())
        .thenApply(response -> checked(path, response));
  }

  private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (patience != null) {
      request.timeout(patience);
    }
    return request.build();
  }

  /** Every answer has to keep what the OpenAPI document promises. */
  private static Response checked(String path, HttpResponse<String> response) {
    Contract.check(
        response.request().method(),
        path,
        response.statusCode(),
        response.headers(),
        response.body());
    return new Response(response, response.body());
  }

  private static String[] with(String[] headers, String name, String value) {
    String[] more = Arrays.copyOf(headers, headers.length + 2);
    more[headers.length] = name;
    more[headers.length + 1] = value;
    return more;
  }
}
