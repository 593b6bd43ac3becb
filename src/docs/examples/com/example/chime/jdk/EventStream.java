package com.example.chime.jdk;

import com.example.chime.jdk.Chime.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stream of events that goes on where it was when the connection is lost. Not thread-safe, but
 * any thread may close it.
 */
public final class EventStream implements AutoCloseable {

  /**
   * An event.
   *
   * @param name such as {@code elapsed}; at a {@code gap} some were lost: list the timers again
   * @param id to go on after it
   * @param data the timer, as a rule
   */
  public record Event(String name, String id, JsonNode data) {}

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration RECONNECT = Duration.ofSeconds(1);

  /** The longest silence; the server says something every 15 seconds. */
  private static final Duration SILENCE = Duration.ofSeconds(45);

  private final Requests requests;
  private final String path;
  private String lastId;
  private BufferedReader lines = new BufferedReader(new StringReader(""));
  private volatile InputStream body = InputStream.nullInputStream();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile long lastLine;
  private volatile boolean isClosed;

  EventStream(Requests requests, String label, String lastId) {
    this.requests = requests;
    path = "/timers/events" + (label.isEmpty() ? "" : "?label=" + Chime.encode(label));
    this.lastId = lastId;
  }

  /** The next event, whatever breaks meanwhile. */
  public Event next() throws IOException, InterruptedException {
    while (!isClosed) {
      Event event = read();
      if (event != null) {
        return event;
      }
      connect();
    }
    throw new IOException("the stream is closed");
  }

  /** The next event of this connection; null if that is lost. */
  private Event read() {
    String id = lastId;
    String name = "";
    String data = "";
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        lastLine = System.nanoTime();
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty()) {
          lastId = id; // also where there is no event: it only says where to go on
          if (!data.isEmpty()) {
            return new Event(name, id, JSON.readTree(data));
          }
        }
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  private void connect() throws IOException, InterruptedException {
    Thread.sleep(lastId.isEmpty() ? Duration.ZERO : RECONNECT);
    Request request = new Request("GET", path, null);
    body =
        requests.send(
            lastId.isEmpty() ? request : request.with("Last-Event-ID", lastId),
            Requests.FOR_EVER,
            connected -> connected);
    lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    lastLine = System.nanoTime();
    InputStream watched = body;
    int connection = connections.incrementAndGet();
    Thread.ofVirtual().start(() -> watch(watched, connection));
  }

  /** Ends a connection that says nothing any more: the other side may have gone without a word. */
  private void watch(InputStream watched, int connection) {
    try (watched) {
      while (connection == connections.get()
          && !isClosed
          && System.nanoTime() - lastLine < SILENCE.toNanos()) {
        Thread.sleep(RECONNECT);
      }
    } catch (IOException | InterruptedException e) {
      // it has ended
    }
  }

  @Override
  public void close() throws IOException {
    isClosed = true;
    body.close();
  }
}
