package dev.chime.web;

import dev.chime.timer.ListOrder;
import dev.chime.timer.TimerId;
import dev.chime.web.problem.InvalidRequestException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses query parameters that all lists have. */
final class ListParameters {

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

  private ListParameters() {}

  /** Returns the order; ascending if none is given. */
  static ListOrder order(@Nullable String order) {
    return switch (order) {
      case null -> ListOrder.ASCENDING;
      case "asc" -> ListOrder.ASCENDING;
      case "desc" -> ListOrder.DESCENDING;
      default -> throw new InvalidRequestException("order", "must be asc or desc");
    };
  }

  /** Returns what ids are to begin with; empty if that is not given. */
  static String idPrefix(@Nullable String prefix) {
    if (prefix == null) {
      return "";
    }
    if (!PREFIX.matcher(prefix).matches()) {
      throw new InvalidRequestException("idPrefix", TimerId.RULE);
    }
    return prefix;
  }
}
