package dev.chime.web;

import dev.chime.web.problem.InvalidRequestException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses query parameters that are whole numbers. */
final class NumberText {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private NumberText() {}

  /**
   * Returns the number, from 1 to {@code most}.
   *
   * @param field the name of the parameter, for the problem
   * @param text null if it is not given
   * @param unless the number then
   */
  static int parse(String field, @Nullable String text, int most, int unless) {
    if (text == null) {
      return unless;
    }
    int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (number < 1 || number > most) {
      throw new InvalidRequestException(field, "must be a number from 1 to " + most);
    }
    return number;
  }
}
