package dev.chime.web;

import dev.chime.web.problem.InvalidRequestException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses query parameters {@code state=}, which may be repeated. */
final class StateParameters {

  private StateParameters() {}

  /**
   * Returns the states; all if none is given.
   *
   * @param choices the states in words, for the problem
   */
  static <E extends Enum<E>> Set<E> parse(
      Class<E> type, @Nullable List<String> names, String choices) {
    if (names == null || names.isEmpty()) {
      return EnumSet.allOf(type);
    }
    Set<E> states = EnumSet.noneOf(type);
    for (String name : names) {
      try {
        states.add(Enum.valueOf(type, name));
      } catch (IllegalArgumentException e) {
        throw new InvalidRequestException("state", "must be " + choices);
      }
    }
    return states;
  }
}
