package dev.chime.web;

import dev.chime.timer.service.EventSubscription;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes events as server-sent ones (the HTML standard, section "Server-sent events"). Writing
 * blocks while the client does not read. For one thread.
 */
final class EventStream {

  /** Milliseconds after which a client is to come back that has lost the connection. */
  private static final int RETRY_MILLIS = 1000;

  private final OutputStream out;
  private final JsonMapper mapper;
  private long lastWritten = System.nanoTime();

  EventStream(OutputStream out, JsonMapper mapper) {
    this.out = out;
    this.mapper = mapper;
  }

  /** Tells the client when to come back. */
  void begin() throws IOException {
    write("retry: " + RETRY_MILLIS + "\n\n");
  }

  /** Writes an event, and where it leaves the subscription. */
  void event(String name, Object data, EventSubscription subscription) throws IOException {
    event(name, data, new LastEventId(subscription.offset(), false));
  }

  /** Writes the last event of this stream. */
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
            + mapper.writeValueAsString(data) // has no line breaks
            + "\n\n");
  }

  /**
   * Shows that the connection is alive, and where the subscription is: events that are not for this
   * client count as read.
   */
  void heartbeat(EventSubscription subscription) throws IOException {
    write(": still here\nid: " + new LastEventId(subscription.offset(), false) + "\n\n");
    flush();
  }

  /** How long the client has been told nothing: what is not for it does not count. */
  Duration silence() {
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
