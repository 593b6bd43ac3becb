package dev.chime.web;

import dev.chime.timer.service.EventSubscription.Offset;
import dev.chime.web.problem.InvalidRequestException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of an event. A client sends it back to resume the stream after that event.
 *
 * @param position the position among all events
 * @param isEnd whether it was the last event of its stream
 */
record LastEventId(Offset position, boolean isEnd) {

  private static final String END = "-end";
  private static final Pattern ID =
      Pattern.compile("([0-9a-f]{1,15})-([0-9a-f]{1,15})(" + END + ")?");

  /** Parses the header {@code Last-Event-ID}; null if there is none. */
  static @Nullable LastEventId parse(@Nullable String header) {
    if (header == null || header.isEmpty()) {
      return null;
    }
    Matcher id = ID.matcher(header);
    if (!id.matches()) {
      throw new InvalidRequestException("Last-Event-ID", "must be the id of an event");
    }
    return new LastEventId(
        new Offset(Long.parseLong(id.group(1), 16), Long.parseLong(id.group(2), 16)),
        id.group(3) != null);
  }

  /** Returns the position that an id names, if it is valid. */
  static @Nullable Offset placeOf(@Nullable LastEventId id) {
    return id == null ? null : id.position();
  }

  @Override
  public String toString() {
    return Long.toHexString(position.run())
        + "-"
        + Long.toHexString(position.number())
        + (isEnd ? END : "");
  }
}
