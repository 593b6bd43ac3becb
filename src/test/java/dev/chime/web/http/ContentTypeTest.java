package dev.chime.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiTest;
import dev.chime.web.RawAnswer;
import dev.chime.web.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A {@code Content-Type} that makes no sense is told to be one, whatever it comes with. */
@ApiTest
class ContentTypeTest {

  private static final byte[] BODY = "{\"delay\":\"1h\"}".getBytes(StandardCharsets.UTF_8);

  @LocalServerPort private int port;

  static Stream<Arguments> malformed() {
    return Stream.of(
            "application/json;charset=bogus",
            "application/json;charset=undefined",
            "application/json;charset=\"\"",
            "application/json;charset=",
            "application/json;charset=utf-8,application/json",
            "application/json;charset=utf 8",
            "application/json;charset=\u0085",
            "application/json;charset=\"utf-8",
            "application",
            "/",
            ";",
            "application/",
            "\u00ff")
        .flatMap(
            type ->
                Stream.of(
                        "POST /timers",
                        "GET /timers",
                        "PUT /timers/x",
                        "PATCH /timers/x",
                        "DELETE /timers/x",
                        "OPTIONS /timers",
                        "TRACE /timers",
                        "NONSENSE /timers",
                        "POST /timers/batch",
                        "GET /timers/events",
                        "GET /actuator/health",
                        "GET /actuator/prometheus",
                        "GET /docs",
                        "GET /nothing")
                    .map(what -> Arguments.of(what, type)));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void oneThatIsMalformed(String what, String type) throws IOException {
    RawAnswer answer = RawHttp.exchange(port, BODY, what + " HTTP/1.1", "Content-Type: " + type);
    answer.assertProblem(415, "Content-Type").assertInstance(what.split(" ", 2)[1]);
  }

  @Test
  void oneThatIsGivenTwice() throws IOException {
    RawHttp.exchange(
            port,
            BODY,
            "POST /timers HTTP/1.1",
            "Content-Type: application/json",
            "Content-Type: application/json")
        .assertProblem(415, "Content-Type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json;charset=utf-8",
        "application/json; charset=UTF-8",
        "application/json;charset=\"utf-8\"",
        "application/json;CHARSET=utf8",
        "APPLICATION/JSON",
        "application/json; v=\"a,b;c\"",
        "application/json; v=\";charset=bogus\""
      })
  void whatIsJsonInUtf8(String type) throws IOException {
    RawAnswer answer =
        RawHttp.exchange(port, BODY, "POST /timers HTTP/1.1", "Content-Type: " + type);
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iso-8859-1",
        "us-ascii",
        "utf-16",
        "UTF-16LE",
        "utf-32",
        "windows-1252",
        "\"utf-16\""
      })
  void anotherCharsetWhereverThereIsABody(String charset) throws IOException {
    for (String what :
        new String[] {"POST /timers", "PUT /timers/x", "PATCH /timers/x", "POST /timers/batch"}) {
      for (String type : new String[] {"application/json", "application/x-ndjson"}) {
        RawHttp.exchange(
                port, BODY, what + " HTTP/1.1", "Content-Type: " + type + ";charset=" + charset)
            .assertProblem(415, "Content-Type");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html;charset=iso-8859-1", "multipart/form-data", "text/plain"})
  void whatDescribesNoBodyIsNoMatter(String type) throws IOException {
    RawAnswer answer =
        RawHttp.exchange(port, "GET /timers?limit=1 HTTP/1.1", "Content-Type: " + type);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded"
      })
  void formsAreNotTaken(String type) throws IOException {
    RawHttp.exchange(port, BODY, "POST /timers HTTP/1.1", "Content-Type: " + type)
        .assertProblem(415, "Content-Type");
  }
}
