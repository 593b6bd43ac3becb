package dev.chime.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes texts that match a regular expression, of the kind that schemas here have: classes, groups,
 * alternatives and counts.
 */
final class PatternTexts {

  /** Of what has no upper limit, at most so many more than the least. */
  private static final int A_FEW = 8;

  private final String pattern;
  private final RandomGenerator random;
  private int at;

  private PatternTexts(String pattern, RandomGenerator random) {
    this.pattern = pattern;
    this.random = random;
  }

  /** Some text that matches. */
  static String of(String pattern, RandomGenerator random) {
    String inner = pattern.replaceFirst("^\\^", "").replaceFirst("\\$$", "");
    PatternTexts texts = new PatternTexts(inner, random);
    String text = texts.alternatives();
    if (texts.at < inner.length()) {
      throw new IllegalArgumentException("more than is understood: " + pattern);
    }
    return text;
  }

  /** All are made, since that reads past them; one is taken. */
  private String alternatives() {
    List<String> all = new ArrayList<>(List.of(sequence()));
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      all.add(sequence());
    }
    return all.get(random.nextInt(all.size()));
  }

  private String sequence() {
    StringBuilder text = new StringBuilder();
    while (at < pattern.length() && "|)".indexOf(pattern.charAt(at)) < 0) {
      int start = at;
      String once = atom();
      int end = at;
      int count = count();
      int after = at;
      for (int i = 0; i < count; i++) {
        if (i == 0) {
          text.append(once);
        } else {
          at = start;
          text.append(atom());
          assert at == end;
        }
      }
      at = after;
    }
    return text.toString();
  }

  private String atom() {
    char c = pattern.charAt(at++);
    return switch (c) {
      case '(' -> {
        String text = alternatives();
        at++; // the closing one
        yield text;
      }
      case '[' -> one();
      case '\\' -> String.valueOf(pattern.charAt(at++));
      default -> String.valueOf(c);
    };
  }

  /** One character of a class. */
  private String one() {
    boolean not = pattern.charAt(at) == '^';
    at += not ? 1 : 0;
    StringBuilder members = new StringBuilder();
    while (pattern.charAt(at) != ']') {
      char from = pattern.charAt(at++);
      if (from == '\\' && "sS".indexOf(pattern.charAt(at)) >= 0) {
        at++;
        members.append("ab \n\u00e9\u20ac");
        continue;
      }
      from = from == '\\' ? pattern.charAt(at++) : from;
      char to = from;
      if (pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
        at++;
        to = pattern.charAt(at++);
      }
      for (char c = from; c <= to; c++) {
        members.append(c);
      }
    }
    at++;
    if (not) {
      return "abc".chars().allMatch(c -> members.indexOf(String.valueOf((char) c)) < 0)
          ? String.valueOf("abc".charAt(random.nextInt(3)))
          : "~";
    }
    return String.valueOf(members.charAt(random.nextInt(members.length())));
  }

  private int count() {
    if (at == pattern.length()) {
      return 1;
    }
    return switch (pattern.charAt(at)) {
      case '?' -> between(0, 1, 1);
      case '*' -> between(0, A_FEW, 1);
      case '+' -> between(1, A_FEW, 1);
      case '{' -> {
        int end = pattern.indexOf('}', at);
        String[] limits = pattern.substring(at + 1, end).split(",", -1);
        int least = Integer.parseInt(limits[0]);
        yield between(
            least, limits.length == 1 ? least : Integer.parseInt(limits[1]), end + 1 - at);
      }
      default -> 1;
    };
  }

  /** Mostly few; now and then as many as there may be. */
  private int between(int least, int most, int length) {
    at += length;
    int few = Math.min(most, least + A_FEW / 2);
    return random.nextInt(20) == 0 ? most : random.nextInt(least, few + 1);
  }
}
