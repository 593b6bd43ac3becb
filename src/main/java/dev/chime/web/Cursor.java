package dev.chime.web;

import dev.chime.timer.TimerQuery.Position;
import dev.chime.web.problem.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The position where a page of a list begins, as opaque text. */
final class Cursor {

  private static final Pattern FORM = Pattern.compile("(-?[0-9]{1,18})?:([A-Za-z0-9._~-]{1,128})");

  private Cursor() {}

  static String of(Position position) {
    String deadline =
        position.deadline() == null ? "" : Long.toString(position.deadline().toEpochMilli());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((deadline + ":" + position.id()).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Returns the position that a cursor stands for.
   *
   * @param byDeadline whether the list is sorted by deadline
   */
  static Position parse(String cursor, boolean byDeadline) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1);
      Matcher parts = FORM.matcher(text);
      if (parts.matches() && byDeadline == (parts.group(1) != null)) {
        return new Position(
            byDeadline ? Instant.ofEpochMilli(Long.parseLong(parts.group(1))) : null,
            parts.group(2));
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
