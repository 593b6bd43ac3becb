package dev.chime.web.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code Prefer} headers (RFC 7240, section 2): a list of names, each with an optional value
 * and parameters. An element that does not match the grammar is skipped, up to the next comma
 * outside quotes.
 */
public final class Preferences {

  private static final String OTHERS_IN_TOKENS = "!#$%&'*+-.^_`|~";

  private final String header;
  private int at;

  private Preferences(String header) {
    this.header = header;
  }

  /**
   * Returns the value of the first preference with this name; later ones do not count. Empty if it
   * has no value, null if there is no such preference.
   */
  public static @Nullable String value(List<String> headers, String name) {
    for (String header : headers) {
      String value = new Preferences(header).value(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private @Nullable String value(String name) {
    while (at < header.length()) {
      String found = token();
      String value = found.isEmpty() ? null : valueIfAny();
      boolean isWellFormed = value != null && skipParameters() && isAtEnd();
      if (isWellFormed && found.equalsIgnoreCase(name)) {
        return value;
      }
      skipPastComma();
    }
    return null;
  }

  /**
   * Skips parameters.
   *
   * @return whether they are well-formed
   */
  private boolean skipParameters() {
    boolean isWellFormed = true;
    while (isWellFormed && skip(';')) {
      isWellFormed = token().isEmpty() || valueIfAny() != null;
    }
    return isWellFormed;
  }

  /** Reads the value after a name; empty if there is none, null if it is not well-formed. */
  private @Nullable String valueIfAny() {
    if (!skip('=')) {
      return "";
    }
    skipSpace();
    return at < header.length() && header.charAt(at) == '"' ? quoted() : token();
  }

  /** Reads a token; empty if there is none. */
  private String token() {
    skipSpace();
    int begin = at;
    while (at < header.length() && isInTokens(header.charAt(at))) {
      at++;
    }
    return header.substring(begin, at);
  }

  private static boolean isInTokens(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || OTHERS_IN_TOKENS.indexOf(c) >= 0;
  }

  /** Reads a quoted string and returns its content; null if the closing quote is missing. */
  private @Nullable String quoted() {
    StringBuilder text = new StringBuilder();
    for (at++; at < header.length(); at++) {
      char c = header.charAt(at);
      if (c == '"') {
        at++;
        return text.toString();
      }
      if (c == '\\' && at + 1 < header.length()) {
        c = header.charAt(++at);
      }
      text.append(c);
    }
    return null;
  }

  private boolean isAtEnd() {
    skipSpace();
    return at == header.length() || header.charAt(at) == ',';
  }

  private void skipPastComma() {
    while (at < header.length() && header.charAt(at) != ',') {
      if (header.charAt(at) == '"') {
        quoted();
      } else {
        at++;
      }
    }
    at++;
  }

  private boolean skip(char c) {
    skipSpace();
    boolean isThere = at < header.length() && header.charAt(at) == c;
    at += isThere ? 1 : 0;
    return isThere;
  }

  private void skipSpace() {
    while (at < header.length() && (header.charAt(at) == ' ' || header.charAt(at) == '\t')) {
      at++;
    }
  }
}
