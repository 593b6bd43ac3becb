package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The last answer on a connection, after any {@code 100 Continue}.
 *
 * @param status the status
 * @param head the status line and the headers
 * @param body what came after them
 */
public record RawAnswer(int status, List<String> head, String body) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String CONTINUE = "HTTP/1.1 100 ";

  /** The answer that is this text. */
  public static RawAnswer parse(String text) {
    String[] parts = text.split("\r\n\r\n", 2);
    if (text.startsWith(CONTINUE)) {
      return parse(parts[1]);
    }
    List<String> head = List.of(parts[0].split("\r\n"));
    assertThat(head.getFirst()).startsWith("HTTP/1.1 ");
    return new RawAnswer(Integer.parseInt(head.getFirst().substring(9, 12)), head, parts[1]);
  }

  /** The only header of this name; null if there is none. */
  public @Nullable String header(String name) {
    List<String> values = headers(name).toList();
    assertThat(values).hasSizeLessThan(2);
    return values.isEmpty() ? null : values.getFirst();
  }

  private Stream<String> headers(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return head.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip());
  }

  /** The body, read as JSON. */
  public JsonNode json() {
    return JSON.readTree(body);
  }

  /** Checks that it is a problem (RFC 9457) which names this field and some rule. */
  public RawAnswer assertProblem(int expected, String field) {
    assertThat(status).as("%s", this).isEqualTo(expected);
    assertThat(header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(header("Date")).isNotNull();
    assertThat(json().path("status").asInt()).isEqualTo(expected);
    assertThat(json().path("title").asString()).isNotBlank();
    assertThat(json().at("/errors/0/field").asString("")).as(body).isEqualTo(field);
    assertThat(json().at("/errors/0/rule").asString("")).as(body).isNotBlank();
    ProblemAssertions.assertNoInsides(body);
    return this;
  }

  /** Checks that the problem tells what was asked for. */
  public void assertInstance(String path) {
    assertThat(json().path("instance").asString("")).as(body).isEqualTo(path);
  }
}
