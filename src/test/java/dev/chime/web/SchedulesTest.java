package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Schedules are made, changed, listed and deleted, and make timers. */
@ApiTest
class SchedulesTest {

  private static final AtomicInteger IDS = new AtomicInteger();
  private static final String DAILY =
      "{\"cron\":\"0 9 * * *\",\"zone\":\"Europe/Berlin\",\"from\":\"2090-01-01T00:00:00Z\"}";

  @LocalServerPort private int port;
  private ApiClient client;
  private final String id = "schedule-" + IDS.incrementAndGet();

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void delete() {
    call("DELETE", "");
    client.cancelAll();
  }

  private Response put(String body, String... headers) {
    return client.send("PUT", "/schedules/" + id, body, headers);
  }

  private Response call(String method, String what, String... headers) {
    return client.send(method, "/schedules/" + id + what, BodyPublishers.noBody(), headers);
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
  }

  @Test
  void aNewOneHasItsNextInstants() {
    Response made = put(DAILY);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    assertThat(made.header("Location")).isEqualTo("/schedules/" + id);
    assertThat(made.text("state")).isEqualTo("ACTIVE");
    assertThat(texts(made.json().required("next")))
        .containsExactly(
            "2090-01-01T08:00:00.000Z",
            "2090-01-02T08:00:00.000Z",
            "2090-01-03T08:00:00.000Z",
            "2090-01-04T08:00:00.000Z",
            "2090-01-05T08:00:00.000Z");
    assertThat(made.json().at("/pending/id").asString()).isEqualTo(id + "~20900101T080000Z");
    assertThat(call("GET", "").body()).isEqualTo(made.body());
    Response occurrence = client.get("/timers/" + id + "~20900101T080000Z?wait=0");
    assertThat(occurrence.text("deadline")).isEqualTo("2090-01-01T08:00:00.000Z");
    assertThat(occurrence.text("schedule")).isEqualTo(id);
  }

  @Test
  void whatIsGivenIsKept() {
    Response made =
        put(
            """
            {"every": "1h", "from": "2090-01-01T00:00:00Z", "until": "2090-01-01T03:00:00Z",
             "count": 2, "flexible": "5m", "missed": "all", "overlap": "skip",
             "timer": {"ifLate": "skip", "maxLateness": "1m", "payload": {"a": 1},
               "labels": {"k": "v"}, "deliver": {"queue": "q"}}}\
            """);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    JsonNode json = made.json();
    assertThat(json.required("every").asString()).isEqualTo("PT1H");
    assertThat(json.has("zone")).isFalse();
    assertThat(json.required("flexible").asString()).isEqualTo("PT5M");
    assertThat(json.required("missed").asString()).isEqualTo("all");
    assertThat(json.required("overlap").asString()).isEqualTo("skip");
    assertThat(json.required("timer").toString())
        .isEqualTo(
            "{\"ifLate\":\"skip\",\"maxLateness\":\"PT1M\",\"payload\":{\"a\":1},"
                + "\"labels\":{\"k\":\"v\"},\"deliver\":{\"queue\":\"q\"}}");
    assertThat(texts(json.required("next")))
        .containsExactly("2090-01-01T00:00:00.000Z", "2090-01-01T01:00:00.000Z");
    Instant deadline = Instant.parse(json.at("/pending/deadline").asString());
    assertThat(deadline).isBetween("2090-01-01T00:00:00Z", "2090-01-01T00:05:00Z");
  }

  @Test
  void anEqualRequestChangesNothingAndAnotherOneDoes() {
    put(DAILY);
    Response again = put(DAILY);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("ETag")).isEqualTo("\"1\"");
    Response changed = put(DAILY.replace("0 9", "30 9"), "If-Match", "\"1\"");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    assertThat(client.get("/timers/" + id + "~20900101T080000Z?wait=0").text("state"))
        .isEqualTo("CANCELLED");
    assertThat(client.get("/timers/" + id + "~20900101T083000Z?wait=0").text("state"))
        .isEqualTo("PENDING");
  }

  @Test
  void preconditionsAreKept() {
    assertThat(put(DAILY, "If-Match", "*").status()).isEqualTo(412);
    put(DAILY);
    Response stale = put("{\"every\":\"1h\"}", "If-Match", "\"7\"");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.json().at("/schedule/version").asInt()).isEqualTo(1);
    assertThat(put("{\"every\":\"1h\"}", "If-None-Match", "*").status()).isEqualTo(412);
    assertThat(call("DELETE", "", "If-Match", "\"7\"").status()).isEqualTo(412);
    assertThat(call("GET", "").text("cron")).isEqualTo("0 9 * * *");
  }

  @Test
  void pausesResumesAndDeletes() {
    put(DAILY);
    Response paused = call("POST", "/pause");
    assertThat(paused.text("state")).isEqualTo("PAUSED");
    assertThat(paused.json().required("next")).isEmpty();
    assertThat(paused.json().has("pending")).isFalse();
    Response resumed = call("POST", "/resume");
    assertThat(resumed.text("state")).isEqualTo("ACTIVE");
    assertThat(resumed.json().at("/pending/id").asString()).isEqualTo(id + "~20900101T080000Z~2");
    Response deleted = call("DELETE", "");
    assertThat(deleted.text("cancelled")).isEqualTo(id + "~20900101T080000Z~2");
    for (String what : List.of("/pause", "/resume", "/trigger")) {
      assertThat(call("POST", what).status()).isEqualTo(404);
    }
    assertThat(call("GET", "").text("detail")).isEqualTo("id must be that of a schedule");
    assertThat(call("DELETE", "").status()).isEqualTo(404);
  }

  @Test
  void triggersAnExtraOccurrence() {
    put(DAILY);
    Response extra = call("POST", "/trigger");
    assertThat(extra.status()).isEqualTo(201);
    assertThat(extra.header("Location")).startsWith("/timers/" + id + "~");
    Response elapsed = client.get(String.valueOf(extra.header("Location")) + "?wait=20s");
    assertThat(elapsed.text("state")).isEqualTo("ELAPSED");
    assertThat(elapsed.text("schedule")).isEqualTo(id);
    assertThat(call("GET", "").json().required("made").asInt()).isEqualTo(1);
  }

  @Test
  void occurrencesFollowOneAnother() {
    Response made =
        put(
            "{\"every\":\"200ms\",\"count\":4,\"timer\":{\"payload\":7,"
                + "\"labels\":{\"of\":\""
                + id
                + "\"}}}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    Instant begin = Instant.parse(made.text("createdAt"));
    Response ended =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> call("GET", ""), now -> now.text("state").equals("ENDED"));
    JsonNode occurrences = client.get("/timers?label=of:" + id).json().required("timers");
    List<Instant> deadlines = new ArrayList<>();
    for (JsonNode each : occurrences) {
      if (each.path("schedule").asString("").equals(id)) {
        assertThat(each.required("state").asString()).isEqualTo("ELAPSED");
        assertThat(each.required("payload").asInt()).isEqualTo(7);
        deadlines.add(Instant.parse(each.required("deadline").asString()));
      }
    }
    assertThat(deadlines)
        .hasSize(ended.json().required("made").asInt())
        .isSorted()
        .allSatisfy(
            each ->
                assertThat(Duration.between(begin, each).toMillis() % 200)
                    .as("on time, or left out")
                    .isZero());
  }

  @Test
  void cancellingAnOccurrenceSkipsJustThatOne() {
    put(DAILY);
    client.delete(id + "~20900101T080000Z");
    assertThat(call("GET", "").json().at("/pending/id").asString())
        .isEqualTo(id + "~20900102T080000Z");
  }

  @Test
  void listsWithFilters() {
    put(DAILY.replace("}", ",\"timer\":{\"labels\":{\"kind\":\"" + id + "\"}}}"));
    client.send("PUT", "/schedules/" + id + "-b", DAILY);
    try {
      JsonNode found = client.get("/schedules?label=kind:" + id).json().required("schedules");
      assertThat(found).hasSize(1);
      assertThat(found.get(0).required("id").asString()).isEqualTo(id);
      assertThat(client.get("/schedules?state=ENDED&label=kind:" + id).json().at("/schedules"))
          .isEmpty();
      Response first = client.get("/schedules?limit=1");
      assertThat(first.json().required("schedules")).hasSize(1);
      Response second = client.get("/schedules?limit=1&cursor=" + first.text("next"));
      assertThat(second.json().at("/schedules/0/id").asString())
          .isNotEqualTo(first.json().at("/schedules/0/id").asString());
    } finally {
      client.send("DELETE", "/schedules/" + id + "-b", BodyPublishers.noBody());
    }
  }

  @Test
  void previews() {
    Response found =
        client.get(
            "/schedules/preview?cron=30+2+*+*+*&zone=Europe/Berlin&from=2027-03-27T00:00:00Z"
                + "&count=3");
    assertThat(texts(found.json().required("instants")))
        .containsExactly(
            "2027-03-27T01:30:00.000Z", "2027-03-28T01:00:00.000Z", "2027-03-29T00:30:00.000Z");
    assertThat(
            texts(
                client
                    .get("/schedules/preview?every=1h&from=2027-03-27T00:00:00Z&count=2")
                    .json()
                    .required("instants")))
        .containsExactly("2027-03-27T00:00:00.000Z", "2027-03-27T01:00:00.000Z");
    assertThat(client.get("/schedules/preview").text("detail"))
        .isEqualTo("cron or every must be given");
    assertThat(client.get("/schedules/preview?cron=@daily&count=1001").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                         | cron or every must be given",
        "{'cron':'@daily','every':'1h'}             | every must not be given together with cron",
        "{'cron':'61 * * * *'}                      | cron minute must be from 0 to 59",
        "{'cron':'0 0 30 2 *'}                      | cron must match a day that exists",
        "{'cron':'x'}                               | cron must have 5 fields (minute, hour, day of"
            + " month, month, day of week), or 6 with the second before them",
        "{'cron':'@daily','zone':'Mars/Base'}       | zone must be an IANA time zone such as"
            + " \"Europe/Berlin\"",
        "{'every':'1h','zone':'UTC'}                | zone must come with cron",
        "{'every':'99ms'}                           | every must be from 100 milliseconds to 100"
            + " years",
        "{'every':'-1h'}                            | every must not be negative",
        "{'every':'1h','count':0}                   | count must be from 1 to 1000000000",
        "{'every':'1h','flexible':'2h'}             | flexible must not be longer than every",
        "{'cron':'@daily','flexible':'25h'}         | flexible must be at most 24 hours",
        "{'every':'1h','missed':'some'}             | missed must be \"one\", \"all\" or \"none\"",
        "{'every':'1h','overlap':'ONE'}             | overlap must be \"allow\" or \"skip\"",
        "{'every':'1h','until':'2001-01-01T00:00:00Z'} | until must leave at least one occurrence"
            + " from now on",
        "{'every':'1h','from':'2090-01-02T00:00:00Z','until':'2090-01-01T00:00:00Z'} | until must"
            + " not be before from",
        "{'every':'1h','from':'yesterday'}          | from must be an RFC 3339 time such as"
            + " \"2030-01-31T12:00:00.000Z\"",
        "{'every':'1h','timer':{'ifLate':'skip'}}   | timer.maxLateness must be given with ifLate"
            + " \"skip\"",
        "{'every':'1h','timer':{'deliver':{}}}      | timer.deliver must have exactly one of to,"
            + " queue and url",
        "{'every':'1h','timer':{'deliver':{'to':'a b'}}} | timer.deliver.to must be 1 to 63 of A-Z"
            + " a-z 0-9 . _ -",
      })
  void badSettingsAreRefused(String body, String detail) {
    Response refused = put(body.replace('\'', '"'));
    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.text("detail")).isEqualTo(detail);
    assertThat(call("GET", "").status()).isEqualTo(404);
  }

  @Test
  void idsAreChecked() {
    assertThat(client.get("/schedules/a~b").text("detail"))
        .isEqualTo("id must be 1 to 96 of A-Z a-z 0-9 . _ -");
    assertThat(client.send("PUT", "/schedules/" + "a".repeat(97), DAILY).status()).isEqualTo(400);
    assertThat(client.send("PUT", "/schedules/preview", DAILY).status()).isEqualTo(405);
    assertThat(client.put(id + "~20900101T080000Z", "{\"delay\":\"1h\"}").text("detail"))
        .isEqualTo(
            "id must not look like an occurrence of a schedule, with ~ and a time at its end");
  }
}
