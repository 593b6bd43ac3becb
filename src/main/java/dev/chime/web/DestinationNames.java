package dev.chime.web;

import dev.chime.timer.Destination;
import dev.chime.web.problem.InvalidRequestException;
import java.util.function.Function;

/** Parses the names of queues and endpoints in requests. */
final class DestinationNames {

  private static final int MAX_LENGTH = 2048;
  private static final String FILTER_RULE =
      "must be to: and an endpoint, queue: and a queue, or url: and an address";

  private DestinationNames() {}

  /**
   * Returns a queue.
   *
   * @param field the field or parameter, for the problem
   */
  static Destination.Queue queue(String field, String name) {
    return parse(field, name, Destination.Queue::new);
  }

  /** Returns an endpoint. */
  static Destination.Endpoint endpoint(String field, String name) {
    return parse(field, name, Destination.Endpoint::new);
  }

  /**
   * Returns the destination that a filter selects: {@code to:}, {@code queue:} or {@code url:} and
   * the name or address.
   *
   * @param parameter the parameter, for the problem
   */
  static Destination any(String parameter, String text) {
    int length = text.length() - text.indexOf(':') - 1; // of what comes after it
    if (length == 0 || length > MAX_LENGTH) {
      throw new InvalidRequestException(parameter, FILTER_RULE);
    }
    try {
      return Destination.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(parameter, FILTER_RULE);
    }
  }

  private static <T> T parse(String field, String name, Function<String, T> make) {
    try {
      return make.apply(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(field, Destination.RULE);
    }
  }
}
