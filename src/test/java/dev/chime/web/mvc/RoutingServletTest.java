package dev.chime.web.mvc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiTest;
import dev.chime.web.RawAnswer;
import dev.chime.web.RawHttp;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The short way of a request, and the long one, lead to the same answer. */
@ApiTest
class RoutingServletTest {

  /** What only Spring weighs. */
  private static final String LONG_WAY = "Accept: application/json, text/plain;q=0.5";

  @LocalServerPort private int port;

  private static List<String> told(RawAnswer answer) {
    return answer.head().stream()
        .filter(line -> !line.startsWith("Date:"))
        .map(line -> line.startsWith("HTTP/") ? "" + answer.status() : line)
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /timers/nothing",
    "GET,    /timers/not%20an%20id",
    "GET,    /timers?limit=1&label=of:nobody",
    "GET,    /timers?limit=0",
    "GET,    /timers?limit=1&limit=2",
    "GET,    /timers?label=of%3anobody",
    "GET,    /timers/wait?id=nothing&wait=0",
    "GET,    /timers/nothing?wait",
    "GET,    /timers/nothing?wait=",
    "GET,    /timers/nothing?wait=1s+",
    "GET,    /timers/nothing?wait=%ff",
    "DELETE, /timers/wait",
    "DELETE, /timers/nothing",
    "DELETE, /timers",
    "PUT,    /timers/nothing",
    "POST,   /timers/nothing",
    "POST,   /timers",
    "GET,    /timers/",
    "HEAD,   /timers/nothing",
    "POST,   /queues/nobody/claim",
    "POST,   /queues/nobody/claim?max=0",
    "POST,   /queues/no%20body/claim",
    "POST,   /queues/nobody/claim/",
    "GET,    /queues/nobody/claim",
    "GET,    /deliveries/ack",
    "POST,   /deliveries/nothing/retry",
    "POST,   /deliveries/nothing/nothing",
    "POST,   /deliveries/nothing/more/retry",
    "POST,   /endpoints/nothing/pause",
  })
  void bothWaysLeadToTheSameAnswer(String method, String path) throws IOException {
    String request = method + " " + path + " HTTP/1.1";
    RawAnswer direct = RawHttp.exchange(port, request);
    RawAnswer through = RawHttp.exchange(port, request, LONG_WAY);
    assertThat(told(direct)).isEqualTo(told(through));
    assertThat(direct.body()).isEqualTo(through.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Accept: text/html", "Accept: application/json;q=x", "Accept: image/png, text/*"})
  void whatCannotBeAcceptedIsNegotiated(String accept) throws IOException {
    assertThat(RawHttp.exchange(port, "GET /timers HTTP/1.1", accept).status()).isEqualTo(406);
  }

  @Test
  void acceptMayComeTwice() throws IOException {
    String broken = "Accept: application/json;q=x";
    assertThat(RawHttp.exchange(port, "GET /timers HTTP/1.1", "Accept: */*", broken).status())
        .isEqualTo(406);
    assertThat(
            RawHttp.exchange(port, "GET /timers HTTP/1.1", "Accept: */*", "Accept: text/html")
                .status())
        .isEqualTo(200);
  }

  @Test
  void escapesInPathsAreDecoded() throws IOException {
    RawAnswer answer = RawHttp.exchange(port, "GET /timers/n%6fthing HTTP/1.1");
    answer.assertProblem(404, "id");
    assertThat(answer.body()).contains("\"ids\":[\"nothing\"]");
  }
}
