package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What is wrong with JSON is said in our words, not in those of the parser. */
@ApiTest
class JsonMessagesTest {

  @LocalServerPort private int port;

  private static void assertPlain(Response answer) {
    assertProblem(answer, 400, "body");
    assertThat(answer.body())
        .doesNotContain("Feature", "FEATURE", "enable", "Source", "REDACTED", "ALLOW_", "(code");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"delay\"",
        "{\"delay\":\"1h\"",
        "{\"delay\":\"1h\",}",
        "{delay:\"1h\"}",
        "{'delay':\"1h\"}",
        "{\"delay\":\"1h\"}}",
        "{\"delay\":\"1h\"}{}",
        "{\"delay\":\"1h\" /* now */}",
        "{\"delay\":\"1h\" // now\n}",
        "# now\n{\"delay\":\"1h\"}",
        "{\"delay\":\"1h\",\"delay\":\"2h\"}",
        "{\"delay\":\"1h\",\"payload\":NaN}",
        "{\"delay\":\"1h\",\"payload\":Infinity}",
        "{\"delay\":\"1h\",\"payload\":+1}",
        "{\"delay\":\"1h\",\"payload\":01}",
        "{\"delay\":\"1h\",\"payload\":.5}",
        "{\"delay\":\"1h\",\"payload\":5.}",
        "{\"delay\":\"1h\",\"payload\":1e}",
        "{\"delay\":\"1h\",\"payload\":tru}",
        "{\"delay\":\"1h\",\"payload\":\"\\x\"}",
        "{\"delay\":\"1h\",\"payload\":\"\\u12\"}",
        "{\"delay\":\"1h\",\"payload\":\"a\tb\"}",
        "{\"delay\":\"1h\",\"payload\":[1,]}",
        "{\"delay\":\"1h\",\"payload\":[,1]}",
        "nonsense",
        "[]",
        "\"x\"",
        "5",
        ""
      })
  void noneOfItIsOurParsersAffair(String body) {
    ApiClient client = new ApiClient(port);
    assertPlain(client.post(body));
    assertPlain(client.send("POST", "/timers/batch", "[" + body));
    Response lines =
        client.send("POST", "/timers/batch", body + "\n5", "Content-Type", "application/x-ndjson");
    assertThat(lines.body())
        .doesNotContain("Feature", "FEATURE", "enable", "Source", "REDACTED", "ALLOW_", "(code");
  }

  @Test
  void thePlaceIsTold() {
    Response answer = new ApiClient(port).post("{\n  \"delay\": \"1h\",\n  \"payload\": NaN\n}");
    assertThat(answer.json().at("/errors/0/rule").asString("")).contains("line 3");
  }
}
