package dev.chime.web;

import dev.chime.timer.service.EventSubscription;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes server-sent events (HTML standard, section "Server-sent events"). A write blocks while the
 * client does not read. Not thread-safe.
 */
final class EventStream {

  /** Milliseconds until a client that lost the connection should reconnect. */
  private static final int RETRY_MILLIS = 1000;

  private final OutputStream out;
  private final JsonMapper mapper;
  private long lastWritten = System.nanoTime();

  EventStream(OutputStream out, JsonMapper mapper) {
    this.out = out;
    this.mapper = mapper;
  }

  /** Tells the client how long to wait before it reconnects. */
  void begin() throws IOException {
    write("retry: " + RETRY_MILLIS + "\n\n");
  }

  /** Writes an event, with the id to resume from. */
  void event(String name, Object data, EventSubscription subscription) throws IOException {
    event(name, data, new LastEventId(subscription.offset(), false));
  }

  /** Writes the last event of the stream. */
  void lastEvent(String name, Object data, EventSubscription subscription) throws IOException {
    event(name, data, new LastEventId(subscription.offset(), true));
  }

  private void event(String name, Object data, LastEventId id) throws IOException {
    write(
        "id: "
            + id
            + "\nevent: "
            + name.toLowerCase(Locale.ROOT)
            + "\ndata: "
            + mapper.writeValueAsString(data) // JSON without line breaks
            + "\n\n");
  }

  /**
   * Writes a heartbeat: it keeps the connection alive and moves the id to resume from past events
   * that this client did not ask for.
   */
  void heartbeat(EventSubscription subscription) throws IOException {
    write(": still here\nid: " + new LastEventId(subscription.offset(), false) + "\n\n");
    flush();
  }

  /** Returns the time since something was last written. */
  Duration sinceLastWrite() {
    return Duration.ofNanos(System.nanoTime() - lastWritten);
  }

  void flush() throws IOException {
    out.flush();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    lastWritten = System.nanoTime();
  }
}
