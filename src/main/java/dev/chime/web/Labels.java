package dev.chime.web;

import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.text.WellFormedText;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the labels of a timer. */
final class Labels {

  private static final int MOST = 32;
  private static final int LONGEST_VALUE = 255;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/-]{1,63}");

  private Labels() {}

  /** Returns the labels, none for null, or throws the problem with the rule that one breaks. */
  static Map<String, String> checked(@Nullable Map<String, String> labels) {
    if (labels == null) {
      return Map.of();
    }
    if (labels.size() > MOST) {
      throw new InvalidRequestException("labels", "must be at most " + MOST);
    }
    labels.forEach((name, value) -> check("labels", name, value));
    return Map.copyOf(labels);
  }

  /** Throws the problem, with the name of the field, if a label breaks a rule. */
  static void check(String field, String name, @Nullable String value) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidRequestException(field, "must have names of 1 to 63 of A-Z a-z 0-9 . _ / -");
    }
    if (value == null || value.codePointCount(0, value.length()) > LONGEST_VALUE) {
      throw new InvalidRequestException(
          field + "." + name, "must be a string of at most " + LONGEST_VALUE + " characters");
    }
    if (value.indexOf('\0') >= 0) {
      throw new InvalidRequestException(
          field + "." + name, "must not contain the character U+0000");
    }
    WellFormedText.check(field + "." + name, value);
  }

  /** Returns a text that is equal exactly for equal labels, in whatever order they are. */
  static String canonical(@Nullable Map<String, String> labels) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(labels == null ? Map.of() : labels)
        .forEach( // with the length of each value, since values may contain any character
            (name, value) -> text.append(name + '=' + value.length() + ':' + value + ';'));
    return text.toString();
  }
}
