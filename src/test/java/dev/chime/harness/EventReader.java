package dev.chime.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that reads server-sent events as browsers do. */
public final class EventReader implements AutoCloseable {

  /**
   * An event.
   *
   * @param name its kind
   * @param id where to resume after it
   * @param data its data
   */
  public record Event(String name, String id, JsonNode data) {

    /** The version of the timer that it tells of. */
    public int version() {
      return data.required("version").asInt();
    }
  }

  private static final JsonMapper JSON = new JsonMapper();
  private static final int PATIENCE_SECONDS = 30;
  private static final Event END = new Event("", "", JSON.nullNode());

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HttpResponse<InputStream> response;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile String lastId = "";
  private final AtomicInteger heartbeats = new AtomicInteger();

  /** Begins to read, from the event after {@code lastEventId} unless that is null. */
  public EventReader(int port, String path, @Nullable String lastEventId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      response = HTTP.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String name = "message";
      String data = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          lastId = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.startsWith(":")) {
          heartbeats.incrementAndGet();
        } else if (line.isEmpty() && data != null) {
          events.add(new Event(name, lastId, JSON.readTree(data)));
          name = "message";
          data = null;
        }
      }
    } catch (IOException e) {
      // cut, by whichever side
    } finally {
      events.add(END);
    }
  }

  /** The answer's status. */
  public int status() {
    return response.statusCode();
  }

  /** The header's value; null if it is not there. */
  public @Nullable String header(String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  /** Where to resume. */
  public String lastId() {
    return lastId;
  }

  /** How often the server has said that it is still there. */
  public int heartbeats() {
    return heartbeats.get();
  }

  /** The next event, which must come. */
  public Event next() {
    Event event = take();
    if (event.equals(END)) {
      throw new AssertionError("the stream has ended");
    }
    return event;
  }

  /** So many events. */
  public List<Event> next(int count) {
    List<Event> next = new ArrayList<>();
    while (next.size() < count) {
      next.add(next());
    }
    return next;
  }

  /** All events until the end of the stream, which must come. */
  public List<Event> rest() {
    List<Event> rest = new ArrayList<>();
    for (Event event = take(); !event.equals(END); event = take()) {
      rest.add(event);
    }
    return rest;
  }

  private Event take() {
    try {
      Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("nothing came for " + PATIENCE_SECONDS + " s");
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
