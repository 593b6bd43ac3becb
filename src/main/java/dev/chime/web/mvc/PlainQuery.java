package dev.chime.web.mvc;

import java.util.ArrayList;
import java.util.List;

/**
 * A query without escapes, as nearly all are. The container would decode it into a map, and first
 * find out whether the body has parameters, too.
 */
final class PlainQuery {

  private PlainQuery() {}

  /** Returns whether a query has nothing that is to be decoded. */
  static boolean isPlain(String query) {
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c == '%' || c == '+' || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** Returns all values of a parameter, in order. */
  static List<String> values(String query, String name) {
    List<String> values = new ArrayList<>(1);
    int end;
    for (int begin = 0; begin < query.length(); begin = end + 1) {
      int ampersand = query.indexOf('&', begin);
      end = ampersand < 0 ? query.length() : ampersand;
      if (query.startsWith(name, begin)) {
        int after = begin + name.length();
        if (after == end) {
          values.add("");
        } else if (after < end && query.charAt(after) == '=') {
          values.add(query.substring(after + 1, end));
        }
      }
    }
    return values;
  }
}
