package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Endpoints are made, changed, listed and deleted. */
@ApiTest
class EndpointsTest {

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final String URL = "{\"url\":\"https://shop.example/hooks\"}";
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @LocalServerPort private int port;
  private ApiClient client;
  private final String name = "endpoint-" + NAMES.incrementAndGet();

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void delete() {
    call("DELETE", "");
  }

  private Response put(String body, String... headers) {
    return client.send("PUT", "/endpoints/" + name, body, headers);
  }

  private Response call(String method, String what) {
    return client.send(method, "/endpoints/" + name + what, BodyPublishers.noBody());
  }

  @Test
  void aNewOneIsGivenASecretThatIsShownOnce() {
    Response made = put(URL);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    assertThat(made.header("Location")).isEqualTo("/endpoints/" + name);
    assertThat(made.text("secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
    Response found = call("GET", "");
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.json().has("secret")).isFalse();
    assertThat(found.text("url")).isEqualTo("https://shop.example/hooks");
    assertThat(found.text("timeout")).isEqualTo("PT15S");
    assertThat(found.text("body")).isEqualTo("event");
    assertThat(found.text("state")).isEqualTo("ACTIVE");
    assertThat(found.json().at("/retry/delays")).hasSize(9);
    assertThat(found.json().at("/retry/permanent4xx").asBoolean(true)).isFalse();
    assertThat(found.json().required("maxInFlight").asInt()).isEqualTo(16);
    assertThat(found.json().has("rate")).isFalse();
  }

  @Test
  void whatIsGivenIsKept() {
    Response made =
        put(
            """
            {"url": "https://shop.example/hooks", "headers": {"X-Shop": "one"}, "timeout": "2s",
             "retry": {"delays": ["1s", "1m"], "permanent4xx": true}, "maxInFlight": 3, "rate": 9,
             "body": "payload", "secret": "%s"}\
            """
                .formatted(SECRET));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.body()).doesNotContain(SECRET);
    JsonNode found = call("GET", "").json();
    assertThat(found.at("/headers/X-Shop").asString()).isEqualTo("one");
    assertThat(found.at("/retry").toString())
        .isEqualTo("{\"delays\":[\"PT1S\",\"PT1M\"],\"permanent4xx\":true}");
    assertThat(found.required("rate").asInt()).isEqualTo(9);
    assertThat(found.required("body").asString()).isEqualTo("payload");
  }

  @Test
  void aChangeMakesAVersionAndKeepsTheSecret() {
    put(URL);
    Response changed = put("{\"url\":\"https://shop.example/other\",\"rate\":5}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    assertThat(changed.json().has("secret")).isFalse();
    assertThat(changed.json().has("previousSecretUntil")).isFalse();
    Response again = put(URL);
    assertThat(again.json().has("rate")).isFalse();
    assertThat(again.json().required("version").asInt()).isEqualTo(3);
  }

  @Test
  void preconditionsAreKept() {
    ProblemAssertions.assertProblem(put(URL, "If-Match", "*"), 412, "If-Match");
    assertThat(put(URL, "If-None-Match", "*").status()).isEqualTo(201);
    Response there = put(URL, "If-None-Match", "*");
    ProblemAssertions.assertProblem(there, 412, "If-None-Match");
    assertThat(there.json().at("/endpoint/name").asString()).isEqualTo(name);
    ProblemAssertions.assertProblem(put(URL, "If-Match", "\"2\""), 412, "If-Match");
    ProblemAssertions.assertProblem(put(URL, "If-Match", "W/\"1\""), 412, "If-Match");
    assertThat(put(URL, "If-Match", "\"1\"").status()).isEqualTo(200);
    ProblemAssertions.assertProblem(put(URL, "If-Match", "1"), 400, "If-Match");
  }

  @Test
  void aSecretIsReplaced() {
    String first = put(URL).text("secret");
    Response replaced = call("POST", "/secret");
    assertThat(replaced.text("secret")).startsWith("whsec_").isNotEqualTo(first);
    assertThat(replaced.json().has("previousSecretUntil")).isTrue();
    assertThat(call("GET", "").json().has("previousSecretUntil")).isTrue();
  }

  @Test
  void itIsPausedAndResumed() {
    put(URL);
    assertThat(call("POST", "/pause").text("state")).isEqualTo("PAUSED");
    assertThat(put(URL).text("state")).isEqualTo("PAUSED");
    assertThat(call("POST", "/resume").text("state")).isEqualTo("ACTIVE");
  }

  @Test
  void itIsDeleted() {
    put(URL);
    assertThat(call("DELETE", "").json().required("dead").asInt()).isZero();
    for (Response gone :
        List.of(
            call("GET", ""),
            call("DELETE", ""),
            call("POST", "/secret"),
            call("POST", "/pause"),
            call("POST", "/resume"),
            call("POST", "/test"))) {
      ProblemAssertions.assertProblem(gone, 404, "name");
      assertThat(gone.text("type")).endsWith("/unknown-endpoint");
    }
  }

  @Test
  void theyAreListedByNameAPageAtATime() {
    List<String> names = List.of(name + ".a", name + ".b", name + ".c");
    names.forEach(each -> client.send("PUT", "/endpoints/" + each, URL));
    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = client.get("/endpoints?limit=1" + cursor).json();
      page.required("endpoints").forEach(each -> listed.add(each.required("name").asString()));
      cursor = page.has("next") ? "&cursor=" + page.required("next").asString() : null;
    } while (cursor != null);
    assertThat(listed).isSorted().containsAll(names).doesNotHaveDuplicates();
    assertThat(client.get("/endpoints").body()).doesNotContain("whsec_");
    names.forEach(each -> client.send("DELETE", "/endpoints/" + each, BodyPublishers.noBody()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | url",
        "{'url': 'ftp://example.com'} | url",
        "{'url': 'https:///x'} | url",
        "{'url': 'https://a b'} | url",
        "{'url': 'https://shop.example#x'} | url",
        "{'url': 'example.com'} | url",
        "{'url': 1} | url",
        "{'url': 'https://shop.example', 'headers': {'a b': 'c'}} | headers",
        "{'url': 'https://shop.example', 'headers': {'a': null}} | headers",
        "{'url': 'https://shop.example', 'headers': {'a': 'b\\nc'}} | headers",
        "{'url': 'https://shop.example', 'headers': {'a': 'b', 'A': 'c'}} | headers",
        "{'url': 'https://shop.example', 'timeout': '61s'} | timeout",
        "{'url': 'https://shop.example', 'timeout': '0s'} | timeout",
        "{'url': 'https://shop.example', 'retry': {'delays': [null]}} | retry.delays",
        "{'url': 'https://shop.example', 'retry': {'delays': ['8d']}} | retry.delays",
        "{'url': 'https://shop.example', 'retry': {'more': 1}} | retry.more",
        "{'url': 'https://shop.example', 'maxInFlight': 0} | maxInFlight",
        "{'url': 'https://shop.example', 'maxInFlight': 1001} | maxInFlight",
        "{'url': 'https://shop.example', 'maxInFlight': 1.5} | maxInFlight",
        "{'url': 'https://shop.example', 'maxInFlight': '1'} | maxInFlight",
        "{'url': 'https://shop.example', 'rate': 0} | rate",
        "{'url': 'https://shop.example', 'body': 'all'} | body",
        "{'url': 'https://shop.example', 'secret': 'whsec_short'} | secret",
        "{'url': 'https://shop.example', 'secret': 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'} | secret",
        "{'url': 'https://shop.example', 'name': 'x'} | name"
      },
      quoteCharacter = '"')
  void whatBreaksARuleIsNamed(String body, String field) {
    ProblemAssertions.assertProblem(put(body.replace('\'', '"')), 400, field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "a~b", "%C3%A4"})
  void namesAreChecked(String other) {
    ProblemAssertions.assertProblem(client.send("PUT", "/endpoints/" + other, URL), 400, "name");
  }
}
