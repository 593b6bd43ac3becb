package dev.chime.web;

import dev.chime.timer.EventSubscription;
import dev.chime.timer.EventSubscription.Position;
import dev.chime.web.problem.InvalidRequestException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes events as server-sent ones (the HTML standard, section "Server-sent events"). Writing
 * blocks while the client does not read. For one thread.
 */
final class EventStream {

  /** Milliseconds after which a client is to come back that has lost the connection. */
  private static final int RETRY_MILLIS = 1000;

  private static final Pattern ID = Pattern.compile("([0-9a-f]{1,15})-([0-9a-f]{1,15})");

  private final OutputStream out;
  private final JsonMapper mapper;
  private long lastWritten = System.nanoTime();

  EventStream(OutputStream out, JsonMapper mapper) {
    this.out = out;
    this.mapper = mapper;
  }

  /** The place that a {@code Last-Event-ID} names; null if there is no such header. */
  static @Nullable Position parse(@Nullable String lastEventId) {
    if (lastEventId == null || lastEventId.isEmpty()) {
      return null;
    }
    Matcher id = ID.matcher(lastEventId);
    if (!id.matches()) {
      throw new InvalidRequestException("Last-Event-ID", "must be the id of an event");
    }
    return new Position(Long.parseLong(id.group(1), 16), Long.parseLong(id.group(2), 16));
  }

  private static String id(Position position) {
    return Long.toHexString(position.run()) + "-" + Long.toHexString(position.number());
  }

  /** Tells the client when to come back. */
  void begin() throws IOException {
    write("retry: " + RETRY_MILLIS + "\n\n");
  }

  /** Writes an event, and where it leaves the subscription. */
  void event(String name, Object data, EventSubscription subscription) throws IOException {
    write(
        "id: "
            + id(subscription.position())
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
    write(": still here\nid: " + id(subscription.position()) + "\n\n");
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
