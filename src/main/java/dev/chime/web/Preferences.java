package dev.chime.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The preferences in a {@code Prefer} header (RFC 7240, section 2): a list of names, each perhaps
 * with a value and parameters. What is not of that form is passed over, up to the next comma that
 * is not in quotes.
 */
final class Preferences {

  private static final String OTHERS_IN_TOKENS = "!#$%&'*+-.^_`|~";

  private final String header;
  private int at;

  private Preferences(String header) {
    this.header = header;
  }

  /**
   * The value of the first preference of this name, which is the one that counts; empty if it has
   * none. Null if there is no such preference.
   */
  static @Nullable String value(List<String> headers, String name) {
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

  /** Reads over parameters. Whether they are well-formed. */
  private boolean skipParameters() {
    boolean isWellFormed = true;
    while (isWellFormed && skip(';')) {
      isWellFormed = token().isEmpty() || valueIfAny() != null;
    }
    return isWellFormed;
  }

  /**
   * Reads what follows a name: its value; empty if there is none, null if it is not well-formed.
   */
  private @Nullable String valueIfAny() {
    if (!skip('=')) {
      return "";
    }
    skipSpace();
    return at < header.length() && header.charAt(at) == '"' ? quoted() : token();
  }

  /** Reads letters, digits and the like; empty if there are none. */
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

  /** Reads a string in quotes, without them; null if it has no end. */
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
