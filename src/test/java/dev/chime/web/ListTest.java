package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.net.URLEncoder;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Which timers a list has. */
@ApiTest
class ListTest {

  @LocalServerPort private int port;
  private ApiClient client;
  private final String test = UUID.randomUUID().toString();

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  /** A timer with the label of this test, and more. */
  private String create(String due, String moreLabels) {
    return client.create("{" + due + ",\"labels\":{\"test\":\"" + test + "\"" + moreLabels + "}}");
  }

  private List<String> ids(String query) {
    Response answer = client.get("/timers?" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().has("next")).as(answer.body()).isFalse();
    return answer.json().required("timers").valueStream().map(ListTest::id).toList();
  }

  private static String id(JsonNode timer) {
    return timer.required("id").asString();
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  @Test
  void statesOneOrSeveral() {
    String pending = create("\"delay\":\"1h\"", "");
    String elapsed = create("\"delay\":\"0s\"", "");
    client.get("/timers/" + elapsed);
    String cancelled = create("\"delay\":\"1h\"", "");
    client.delete(cancelled);

    String mine = "label=test:" + test;
    assertThat(ids(mine)).containsExactly(pending, elapsed, cancelled);
    assertThat(ids(mine + "&state=PENDING")).containsExactly(pending);
    assertThat(ids(mine + "&state=ELAPSED")).containsExactly(elapsed);
    assertThat(ids(mine + "&state=CANCELLED")).containsExactly(cancelled);
    assertThat(ids(mine + "&state=SKIPPED")).isEmpty();
    assertThat(ids(mine + "&state=CANCELLED&state=PENDING&state=PENDING"))
        .containsExactly(pending, cancelled);
  }

  @Test
  void byTheBeginningsOfTheirIds() {
    for (String id : List.of("order-1", "order-2", "order~1", "other")) {
      client.put(id, "{\"delay\":\"1h\",\"labels\":{\"test\":\"" + test + "\"}}");
    }
    assertThat(ids("idPrefix=order-")).containsExactly("order-1", "order-2");
    assertThat(ids("idPrefix=o&order=desc&label=test:" + test))
        .containsExactly("other", "order~1", "order-2", "order-1");
    assertThat(ids("idPrefix=order&state=PENDING&dueAfter=2020-01-01T00:00:00Z"))
        .containsExactly("order-1", "order-2", "order~1");
    assertThat(ids("idPrefix=order-1x")).isEmpty();
    assertProblem(client.get("/timers?idPrefix="), 400, "idPrefix");
    assertProblem(client.get("/timers?idPrefix=a/b"), 400, "idPrefix");
  }

  @Test
  void theOtherWayRound() {
    String first = create("\"at\":\"2033-01-02T00:00:00Z\"", "");
    String second = create("\"at\":\"2033-01-01T00:00:00Z\"", "");
    String mine = "label=test:" + test;
    assertThat(ids(mine + "&order=asc")).containsExactly(first, second);
    assertThat(ids(mine + "&order=desc")).containsExactly(second, first);
    String due = "dueAfter=2033-01-01T00:00:00Z&dueBefore=2033-01-02T00:00:00.001Z";
    assertThat(ids(due + "&order=desc")).containsExactly(first);
    String later = "state=PENDING&dueAfter=2032-12-31T00:00:00Z&order=desc&limit=1";
    Response page = client.get("/timers?" + later);
    assertThat(id(page.json().at("/timers/0"))).isEqualTo(first);
    String cursor = "&cursor=" + page.text("next");
    assertThat(id(client.get("/timers?" + later + cursor).json().at("/timers/0")))
        .isEqualTo(second);
    assertProblem(client.get("/timers?" + later.replace("desc", "asc") + cursor), 400, "cursor");
    assertProblem(client.get("/timers?order=up"), 400, "order");
  }

  @Test
  void aTimerInAListIsTheTimer() {
    String id =
        client.create(
            "{\"delay\":\"0s\",\"payload\":{\"n\":1.10},\"labels\":{\"test\":\"" + test + "\"}}");
    Response alone = client.get("/timers/" + id);
    assertThat(client.get("/timers?label=test:" + test).body())
        .isEqualTo("{\"timers\":[" + alone.body() + "]}");
  }

  /** Deadlines are whole milliseconds; what they are compared with need not be. */
  @Test
  void deadlinesAreComparedToTheLastDigit() {
    String id = create("\"at\":\"2031-05-06T07:08:09.001Z\"", "");
    String mine = "state=PENDING&label=test:" + test;
    assertThat(ids(mine + "&dueAfter=2031-05-06T07:08:09.0009999999999Z")).containsExactly(id);
    assertThat(ids(mine + "&dueAfter=2031-05-06t07:08:09.001z")).isEmpty();
    assertThat(ids(mine + "&dueBefore=2031-05-06T07:08:09.0010000000001Z")).containsExactly(id);
    assertThat(ids(mine + "&dueBefore=2031-05-06+07:08:09.001Z")).isEmpty();
    assertThat(ids(mine + "&dueBefore=2031-05-07T07:07:09.002%2B23:59")).containsExactly(id);
  }

  @Test
  void everyLabelMustBeThere() {
    String both = create("\"delay\":\"1h\"", ",\"a\":\"1\",\"b\":\"2\"");
    String one = create("\"delay\":\"1h\"", ",\"a\":\"1\"");
    String other = create("\"delay\":\"1h\"", ",\"a\":\"2\",\"b\":\"2\"");
    String mine = "label=test:" + test;
    assertThat(ids(mine + "&label=a:1")).containsExactly(both, one);
    assertThat(ids("label=b:2&" + mine)).containsExactly(both, other);
    assertThat(ids("label=a:1&label=b:2&" + mine)).containsExactly(both);
    assertThat(ids(mine + "&" + mine)).containsExactly(both, one, other);
    assertThat(ids(mine + "&label=a:1&label=a:2")).isEmpty();
    assertThat(ids(mine + "&label=a:")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a:b", ":", "a,b", ",", "ä€𝄞", " x ", "100% & more=\"?\"", "a\nb", "+"})
  void aValueMayHaveAnythingInIt(String value) {
    String escapedInJson = value.replace("\"", "\\\"").replace("\n", "\\n");
    String id = create("\"delay\":\"1h\"", ",\"odd\":\"" + escapedInJson + "\"");
    create("\"delay\":\"1h\"", ",\"odd\":\"" + escapedInJson + "-\"");
    assertThat(ids("label=" + escaped("odd:" + value))).containsExactly(id);
    assertThat(ids("label=test:" + test + "&label=" + escaped("odd:" + value))).containsExactly(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state=pending                          | state",
        "state=PENDING&state=DONE               | state",
        "state=                                 | state",
        "label=                                 | label",
        "label=a                                | label",
        "label=:a                               | label",
        "label=a%20b:c                          | label",
        "limit=0                                | limit",
        "limit=1001                             | limit",
        "limit=-1                               | limit",
        "limit=1.5                              | limit",
        "limit=                                 | limit",
        "limit=99999999999999                   | limit",
        "dueAfter=2030-01-01T00:00:00           | dueAfter",
        "dueAfter=2030-01-01                    | dueAfter",
        "dueAfter=2030-01-01T00:00:00%2B01      | dueAfter",
        "dueAfter=9999-12-31T23:59:59-00:01     | dueAfter",
        "dueBefore=0000-01-01T00:00:00%2B14:00  | dueBefore",
        "dueAfter=                              | dueAfter",
        "dueBefore=soon                         | dueBefore",
        "dueBefore=2030-01-01T00:00:00+01:00    | dueBefore",
        "cursor=                                | cursor",
        "cursor=x                               | cursor",
        "cursor=Og                              | cursor",
        "cursor=%C3%A4                          | cursor",
        "cursor=OmEgYg                          | cursor",
      })
  void parametersThatBreakARule(String query, String field) {
    assertProblem(client.get("/timers?" + query), 400, field);
  }

  @Test
  void moreLabelsThanMayBe() {
    assertThat(ids("label=x:1" + "&label=x:1".repeat(7))).isEmpty();
    assertProblem(client.get("/timers?label=x:1" + "&label=x:1".repeat(8)), 400, "label");
    assertProblem(client.get("/timers?label=" + "n".repeat(64) + ":"), 400, "label");
    assertProblem(client.get("/timers?label=n:" + "v".repeat(256)), 400, "label.n");
  }
}
