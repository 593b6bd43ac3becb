package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.EventReader;
import dev.chime.harness.EventReader.Event;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A stream of what becomes of one timer, until it has its outcome. */
@EventsApiTest
class TimerEventsTest {

  @LocalServerPort private int port;
  private ApiClient client;
  private String id;

  @BeforeEach
  void create() {
    client = new ApiClient(port);
    id = client.create("{\"delay\":\"1h\"}");
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  private EventReader read(String lastId) {
    return new EventReader(port, "/timers/" + id + "/events", lastId);
  }

  @Test
  void itBeginsWithTheStateAndEndsWithTheOutcome() {
    try (EventReader events = read(null)) {
      Event state = events.next();
      assertThat(state.name()).isEqualTo("state");
      assertThat(state.data().required("id").asString()).isEqualTo(id);
      assertThat(state.data().required("state").asString()).isEqualTo("PENDING");
      assertThat(state.version()).isEqualTo(1);

      client.create("{\"delay\":\"0s\"}"); // another's
      client.patch(id, "{\"payload\":1}");
      client.patch(id, "{\"delay\":\"50ms\"}");
      List<Event> rest = events.rest();
      assertThat(rest).extracting(Event::name).containsExactly("updated", "rescheduled", "elapsed");
      assertThat(rest).extracting(Event::version).containsExactly(2, 3, 4);
      assertThat(rest.getLast().data()).isEqualTo(client.get("/timers/" + id).json());
    }
  }

  @Test
  void ofATimerWithAnOutcomeThereIsTheState() {
    Response cancelled = client.delete(id);
    try (EventReader events = read(null)) {
      List<Event> all = events.rest();
      assertThat(all).extracting(Event::name).containsExactly("state");
      assertThat(all.getFirst().data()).isEqualTo(cancelled.json());
    }
  }

  @Test
  void whoComesBackAfterTheEndIsToldNotTo() {
    String lastId;
    try (EventReader events = read(null)) {
      events.next();
      client.delete(id);
      lastId = events.rest().getLast().id();
    }
    Response answer = client.get("/timers/" + id + "/events", "Last-Event-ID", lastId);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void whoComesBackBeforeTheEndIsToldWhatWasMissed() {
    String lastId;
    try (EventReader events = read(null)) {
      lastId = events.next().id();
    }
    client.patch(id, "{\"payload\":1}");
    try (EventReader events = read(lastId)) {
      assertThat(events.next().name()).isEqualTo("updated");
      client.delete(id);
      assertThat(events.rest()).extracting(Event::name).containsExactly("cancelled");
    }
    try (EventReader events = read(lastId)) {
      assertThat(events.rest()).extracting(Event::name).containsExactly("updated", "cancelled");
    }
  }

  @Test
  void whoHasNotSeenTheOutcomeIsToldItWhereverItComesFrom() {
    try (EventReader all = new EventReader(port, "/timers/events", null)) {
      client.delete(id);
      String after = all.next().id();
      try (EventReader events = read(after)) { // nothing has happened since
        assertThat(events.rest()).extracting(Event::name).containsExactly("state");
      }
    }
  }

  @Test
  void whoHasSeenTheEndNeedNotComeBackWhateverIsStillKept() {
    client.delete(id);
    assertThat(client.get("/timers/" + id + "/events", "Last-Event-ID", "abc-1-end").status())
        .isEqualTo(204);
  }

  @Test
  void afterAGapTheStateIsToldAgain() {
    try (EventReader events = read("abc-1")) {
      assertThat(events.next(2)).extracting(Event::name).containsExactly("gap", "state");
      client.delete(id);
      assertThat(events.rest()).extracting(Event::name).containsExactly("cancelled");
    }
    try (EventReader events = read("abc-1")) {
      assertThat(events.rest()).extracting(Event::name).containsExactly("gap", "state");
    }
  }

  @Test
  void anIdThatIsUnknownOrMalformed() {
    assertProblem(client.get("/timers/nobody/events"), 404, "id");
    assertProblem(client.get("/timers/nobody/events", "Last-Event-ID", "abc-1"), 404, "id");
    assertProblem(client.get("/timers/a:b/events"), 400, "id");
  }
}
