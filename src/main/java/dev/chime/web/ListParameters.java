package dev.chime.web;

import dev.chime.timer.ListOrder;
import dev.chime.timer.TimerId;
import dev.chime.web.problem.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/** Parses query parameters that all lists have. */
final class ListParameters {

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
    if (!TimerId.isId(prefix)) {
      throw new InvalidRequestException("idPrefix", TimerId.RULE);
    }
    return prefix;
  }
}
