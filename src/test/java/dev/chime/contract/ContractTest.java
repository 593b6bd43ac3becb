package dev.chime.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check of answers against the document finds what it is to find. */
class ContractTest {

  private static final String TIMER =
      """
      {"id": "x", "state": "PENDING", "deadline": "2030-01-31T12:00:30.000Z",\
       "createdAt": "2030-01-31T12:00:00.000Z", "remaining": "PT30S", "labels": {}, "version": 1}\
      """;
  private static final String[] HEADERS = {
    "Content-Type: application/json", "ETag: \"1\"", "Cache-Control: no-store"
  };

  private static void check(int status, String body, String... headers) {
    Map<String, List<String>> map =
        Arrays.stream(headers)
            .map(header -> header.split(": ", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> List.of(parts[1])));
    Contract.check(
        "GET", "/timers/x?wait=0", status, HttpHeaders.of(map, (name, value) -> true), body);
  }

  @Test
  void anAnswerAsPromised() {
    assertThatCode(() -> check(200, TIMER, HEADERS)).doesNotThrowAnyException();
    assertThatCode(() -> check(200, TIMER.replace("{}", "{\"a/b\": \"c\"}"), HEADERS))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'version': 1 => 'version': 0",
        "'version': 1 => 'version': '1'",
        "'version': 1 => 'version': 1, 'more': 1",
        "'remaining': 'PT30S', => ",
        "'remaining': 'PT30S' => 'remaining': '30'",
        "'remaining': 'PT30S' => 'remaining': 'PT30S', 'elapsedAt': '2030-01-31T12:00:30.000Z'",
        "'state': 'PENDING' => 'state': 'ELAPSED'",
        "'state': 'PENDING' => 'state': 'GONE'",
        "2030-01-31T => 2030-01-32T",
        "'labels': {} => 'labels': {'a': 1}",
        "'labels': {} => 'labels': {'ä': 'b'}",
        "'labels': {}, => "
      })
  void aBodyThatIsNotWhatItsSchemaSays(String change) {
    String[] parts = change.replace('\'', '"').split(" => ?", -1);
    String body = TIMER.replace(parts[0], parts[1]);
    assertThatThrownBy(() -> check(200, body, HEADERS)).isInstanceOf(AssertionError.class);
  }

  @Test
  void headersThatAreNotThereOrNotRight() {
    assertThatThrownBy(() -> check(200, TIMER, HEADERS[0], HEADERS[2]))
        .hasMessageContaining("ETag is missing");
    assertThatThrownBy(() -> check(200, TIMER, HEADERS[0], HEADERS[2], "ETag: 1"))
        .hasMessageContaining("ETag");
    assertThatThrownBy(() -> check(200, TIMER, "Content-Type: text/plain", HEADERS[1], HEADERS[2]))
        .hasMessageContaining("Content-Type is text/plain");
  }

  @Test
  void aStatusOrAKindOfProblemThatIsNotDocumented() {
    assertThatThrownBy(() -> check(201, TIMER, HEADERS)).hasMessageContaining("documented 201");
    assertThatThrownBy(
            () ->
                check(
                    404,
                    """
                    {"status": 404, "title": "x",\
                     "type": "https://chime.dev/problems/id-taken"}\
                    """,
                    "Content-Type: application/problem+json"))
        .hasMessageContaining("id-taken has no example");
  }

  @Test
  void whatIsNotOfTheApiIsNotChecked() {
    assertThatCode(
            () ->
                Contract.check(
                    "GET", "/docs", 299, HttpHeaders.of(Map.of(), (name, value) -> true), "?"))
        .doesNotThrowAnyException();
  }
}
