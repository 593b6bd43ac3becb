package dev.chime.store.postgres;

import dev.chime.delivery.Lane;
import dev.chime.store.commit.Availability;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Destination;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A notification to all processes that deliveries become available. Those of timers that have just
 * elapsed need none, since the log of changes has them. The SQL function {@code chime_deliver}
 * sends them, too.
 *
 * @param node the name of the process that sends it
 * @param available which deliveries
 */
record LaneNotification(String node, Availability available) {

  private static final String KIND = "available";
  private static final int PARTS = 5;

  /** PostgreSQL does not send texts of 8,000 bytes or more. */
  private static final int MAX_BYTES = 7_999;

  private static final String SEND =
      "SELECT pg_notify('chime', text) FROM unnest(?::text[]) AS u(text)";

  /**
   * Sends a notification for each lane, with the commit. A destination that is too long for it is
   * left out: the other processes will find its deliveries when they look the next time.
   */
  static void send(Connection connection, String node, List<Availability> available)
      throws SQLException {
    Map<Lane, Instant> earliest = new HashMap<>();
    available.forEach(
        each -> earliest.merge(each.lane(), each.at(), (a, b) -> a.isBefore(b) ? a : b));
    Columns texts = new Columns("text");
    earliest.forEach(
        (lane, at) -> {
          String text = new LaneNotification(node, new Availability(lane, at)).text();
          if (text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
            texts.add(text);
          }
        });
    if (!texts.isEmpty()) {
      try (PreparedStatement send = connection.prepareStatement(SEND)) {
        texts.bind(connection, send, 1);
        send.execute();
      }
    }
  }

  private String text() {
    return String.join(
        "\t",
        KIND,
        Long.toString(available.at().toEpochMilli()),
        node,
        available.lane().namespace().name(),
        available.lane().destination().text());
  }

  /** The notification with this text; null if the text is of another kind. */
  static @Nullable LaneNotification parse(String text) {
    String[] parts = text.split("\t", PARTS);
    if (parts.length < PARTS || !parts[0].equals(KIND)) {
      return null;
    }
    Lane lane = new Lane(TimerRow.namespace(parts[3]), Destination.parse(parts[4]));
    Instant at = Instant.ofEpochMilli(Long.parseLong(parts[1]));
    return new LaneNotification(parts[2], new Availability(lane, at));
  }
}
