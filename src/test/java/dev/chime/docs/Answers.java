package dev.chime.docs;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers in a form in which what a document shows and what a server has sent can be compared. What
 * differs from run to run is left out: times, ids that the server made, what remains, lateness and
 * cursors have only to be there. JSON is set out in one way.
 */
final class Answers {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
          .build();

  /** What differs from run to run, and what to have in its place. */
  private static final Map<Pattern, String> VARYING =
      Map.of(
          Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"),
          "<time>",
          Pattern.compile(
              "\\b[0-9a-f]{8}-[0-9a-f]{4}-[478][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\b"),
          "<uuid>",
          Pattern.compile("\"whsec_[^\"]+\""),
          "\"<secret>\"",
          Pattern.compile("(\"remaining\"\\s*:\\s*)\"P[0-9DTHMS.]+\""),
          "$1\"<duration>\"",
          Pattern.compile("(\"latenessMs\"\\s*:\\s*)\\d+"),
          "$1\"<number>\"",
          Pattern.compile("(\"next\"\\s*:\\s*)\"[^\"]+\""),
          "$1\"<cursor>\"");

  private Answers() {}

  /** What a document shows, to be compared. */
  static String expected(Example.Shown shown) {
    return comparable(shown, shown.text());
  }

  /** What was printed, to be compared with what is shown: headers that are not shown left out. */
  static String actual(Example.Shown shown, String printed) {
    return comparable(shown, printed.replace("\r\n", "\n"));
  }

  private static String comparable(Example.Shown shown, String text) {
    String fixed = withoutVarying(text);
    return switch (shown.language()) {
      case "json" -> json(fixed);
      case "http" -> head(fixed, shownHeaders(shown)) + "\n\n" + json(body(fixed));
      default -> fixed.strip();
    };
  }

  private static String withoutVarying(String text) {
    String result = text;
    for (Map.Entry<Pattern, String> each : VARYING.entrySet()) {
      result = each.getKey().matcher(result).replaceAll(each.getValue());
    }
    return result;
  }

  private static String json(String text) {
    try {
      return text.isBlank() ? "" : JSON.writeValueAsString(JSON.readValue(text, Object.class));
    } catch (JacksonException e) { // shows it as it is
      return text;
    }
  }

  private static List<String> shownHeaders(Example.Shown shown) {
    return shown.text().lines().takeWhile(line -> !line.isEmpty()).map(Answers::name).toList();
  }

  private static String head(String answer, List<String> names) {
    return answer
        .lines()
        .takeWhile(line -> !line.isEmpty())
        .filter(line -> line.startsWith("HTTP/") || names.contains(name(line)))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String name(String header) {
    return header.substring(0, Math.max(0, header.indexOf(':')));
  }

  private static String body(String answer) {
    int end = answer.indexOf("\n\n");
    return end < 0 ? "" : answer.substring(end);
  }
}
