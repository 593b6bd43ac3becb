package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.EventReader;
import dev.chime.harness.EventReader.Event;
import dev.chime.timer.service.TimerService;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A stream of what becomes of all timers. */
@EventsApiTest
class EventsTest {

  @LocalServerPort private int port;
  @Autowired private TimerService timers;
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

  private EventReader read(String label) {
    return new EventReader(port, "/timers/events?label=" + label, null);
  }

  private String create(String delay, String more) {
    return client.create(
        "{\"delay\":\"%s\",\"payload\":\"ä\\n\",\"labels\":{\"test\":\"%s\"%s}}"
            .formatted(delay, test, more));
  }

  @Test
  void everyKindOfChangeIsToldWithTheTimer() {
    try (EventReader events = read("test:" + test)) {
      assertThat(events.status()).isEqualTo(200);
      assertThat(events.header("Content-Type"))
          .isEqualToIgnoringCase("text/event-stream;charset=utf-8");
      assertThat(events.header("Cache-Control")).isEqualTo("no-store");
      assertThat(events.header("X-Accel-Buffering")).isEqualTo("no");

      String first = create("1h", "");
      Response moved = client.patch(first, "{\"delay\":\"2h\"}");
      client.patch(first, "{\"payload\":{\"n\":1.10}}");
      Response cancelled = client.delete(first);
      String second = create("0s", "");
      List<Event> seen = events.next(6);

      assertThat(seen)
          .extracting(Event::name)
          .containsExactly("created", "rescheduled", "updated", "cancelled", "created", "elapsed");
      assertThat(seen).extracting(Event::version).containsExactly(1, 2, 3, 4, 1, 2);
      assertThat(seen)
          .extracting(event -> event.data().required("id").asString())
          .containsExactly(first, first, first, first, second, second);
      assertThat(seen).extracting(Event::id).doesNotHaveDuplicates();
      assertThat(seen.get(0).data().required("payload").asString()).isEqualTo("ä\n");
      assertThat(seen.get(1).data().required("deadline").asString())
          .isEqualTo(moved.text("deadline"));
      assertThat(seen.get(2).data().required("payload").toString()).isEqualTo("{\"n\":1.1}");
      assertThat(seen.get(3).data()).isEqualTo(cancelled.json());
      assertThat(seen.get(5).data()).isEqualTo(client.get("/timers/" + second).json());
    }
  }

  @Test
  void whatIsAskedForIsTold() {
    try (EventReader both = read("test:" + test + "&label=kind:a,b");
        EventReader one = read("test:" + test)) {
      create("1h", ",\"kind\":\"a\"");
      String id = create("1h", ",\"kind\":\"a,b\"");
      assertThat(both.next().data().required("id").asString()).isEqualTo(id);
      assertThat(one.next(2)).extracting(Event::name).containsOnly("created");

      client.patch(id, "{\"labels\":{}}"); // now it is none of theirs any more
      client.patch(id, "{\"labels\":{\"test\":\"%s\",\"kind\":\"a,b\"}}".formatted(test));
      assertThat(both.next().version()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1", "1-", "-1", "1-1-1", "g-1", "1234567890123456-0", "A-1", "*"})
  void aLastEventThatIsNone(String id) {
    assertProblem(client.get("/timers/events", "Last-Event-ID", id), 400, "Last-Event-ID");
    assertProblem(client.get("/timers/x/events", "Last-Event-ID", id), 400, "Last-Event-ID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", ":a", "a%20b:c"})
  void aLabelThatIsNone(String label) {
    assertProblem(client.get("/timers/events?label=" + label), 400, "label");
  }

  @Test
  void theHeartBeatsThoughNothingHappensOrNothingForThisReader() {
    try (EventReader events = read("test:" + test)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> events.heartbeats() >= 3);
      String idle = events.lastId();
      for (int i = 0; i < 3; i++) {
        int heartbeats = events.heartbeats();
        String before = events.lastId();
        await() // others' events must not keep it from beating
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(10))
            .until(
                () -> {
                  client.create("{\"delay\":\"0s\"}");
                  return events.heartbeats() >= heartbeats + 2 && !events.lastId().equals(before);
                });
      }
      create("1h", "");
      assertThat(events.next().name()).isEqualTo("created"); // nothing came before it
      assertThat(idle).isNotEqualTo(events.lastId());
    }
  }

  @Test
  void readersThatGoAwayGiveTheirPlacesBack() {
    for (int i = 0; i < 10; i++) {
      read("test:" + test).close();
    }
    EventReader stays = read("test:" + test);
    await().atMost(Duration.ofSeconds(30)).until(() -> timers.waiting() == 1);
    stays.close();
    await().atMost(Duration.ofSeconds(30)).until(() -> timers.waiting() == 0);
  }
}
