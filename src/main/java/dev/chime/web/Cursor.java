package dev.chime.web;

import dev.chime.timer.ListOrder;
import dev.chime.timer.TimerQuery.Position;
import dev.chime.web.problem.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The position where a page of a list begins, as opaque text. */
final class Cursor {

  private static final Pattern FORM =
      Pattern.compile("(-?[0-9]{1,18})?([:/])([A-Za-z0-9._~-]{1,128})");

  private Cursor() {}

  /** The cursor of a list that ascends by id. */
  static String of(Position position) {
    return of(position, ListOrder.ASCENDING);
  }

  static String of(Position position, ListOrder order) {
    String deadline =
        position.deadline() == null ? "" : Long.toString(position.deadline().toEpochMilli());
    String text = deadline + mark(order) + position.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Tells cursors of one order from those of the other. */
  private static String mark(ListOrder order) {
    return order == ListOrder.ASCENDING ? ":" : "/";
  }

  /** Returns the id that a cursor of a list by id stands for; null if there is no cursor. */
  static @Nullable String parseId(@Nullable String cursor, ListOrder order) {
    return cursor == null ? null : parse(cursor, false, order).id();
  }

  /**
   * Returns the position that a cursor stands for.
   *
   * @param byDeadline whether the list is sorted by deadline
   */
  static Position parse(String cursor, boolean byDeadline, ListOrder order) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1);
      Matcher parts = FORM.matcher(text);
      if (parts.matches()
          && byDeadline == (parts.group(1) != null)
          && mark(order).equals(parts.group(2))) {
        return new Position(
            byDeadline ? Instant.ofEpochMilli(Long.parseLong(parts.group(1))) : null,
            parts.group(3));
      }
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
    throw invalid();
  }

  private static InvalidRequestException invalid() {
    return new InvalidRequestException("cursor", "must be the \"next\" of a page of this list");
  }
}
